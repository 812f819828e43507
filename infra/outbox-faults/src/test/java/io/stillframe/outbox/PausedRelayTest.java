package io.stillframe.outbox;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;

@Tag("long")
class PausedRelayTest {
  @Test
  void aLeaderThatWasPausedPublishesNothingWhenItWakesUp() throws Exception {
    // Given
    try (TwoRelays relays = new TwoRelays()) {
      String standby = relays.second.pid();
      relays.first.signal("STOP");
      await().atMost(Duration.ofSeconds(5)).until(() -> relays.holders().contains(standby));
      await().pollDelay(Duration.ofSeconds(30)).atMost(Duration.ofSeconds(32)).until(() -> true);

      // When
      relays.first.signal("CONT");

      // Then
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(6))
          .until(relays::nothingOfTheFirstAfterTheSecond);
      relays.assertEverythingArrivesInOrder();
    }
  }
}
