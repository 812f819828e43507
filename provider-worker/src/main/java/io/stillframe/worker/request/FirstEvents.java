package io.stillframe.worker.request;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.stillframe.contract.SnapshotRequest;

/**
 * Measures how long a caller's request waits for its first event: from its acceptance until the
 * event is committed. A request that is sent twice counts once.
 */
@Singleton
class FirstEvents {
  private final Timer timer;
  private final Clock clock;

  FirstEvents(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    timer =
        Timer.builder("stillframe.first.event")
            .description("From a request's acceptance to the commit of its first event")
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5))
            .register(meters);
  }

  void published(List<SnapshotRequest> requests) {
    Instant now = clock.instant();
    requests.forEach(request -> timer.record(Duration.between(request.requestedAt(), now)));
  }
}
