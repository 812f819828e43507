package io.stillframe.worker.request;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.DeleteSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

class FirstEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FirstEvents events = new FirstEvents(meters, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void countsFromTheAcceptance() {
    // When
    events.published(
        List.of(acceptedBefore(Duration.ofMillis(300)), acceptedBefore(Duration.ofSeconds(3))));
    // Then
    assertThat(meters.get("stillframe.first.event").timer().count()).isEqualTo(2);
    assertThat(meters.get("stillframe.first.event").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(3300);
  }

  private static DeleteSnapshot acceptedBefore(Duration time) {
    return new DeleteSnapshot(
        UUID.randomUUID(), UUID.randomUUID(), "an-organization", NOW.minus(time));
  }
}
