package io.stillframe.outbox;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.awaitility.Awaitility.await;

@Execution(ExecutionMode.CONCURRENT)
@Tag("long")
class RelayTakeoverTest {
  @Test
  void aStandbyTakesOverWithinFiveSecondsOfTheLeadersDeath() throws Exception {
    // Given
    try (TwoRelays relays = new TwoRelays()) {
      String standby = relays.second.pid();
      await().during(Duration.ofSeconds(2)).until(() -> !relays.holders().contains(standby));

      // When
      relays.first.signal("KILL");

      // Then
      await().atMost(Duration.ofSeconds(5)).until(() -> relays.holders().contains(standby));
      relays.assertEverythingArrivesInOrder();
    }
  }
}
