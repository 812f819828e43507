package io.stillframe.query.reading;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;

import io.stillframe.rows.Patience;
import io.stillframe.rows.Rows;

/** Tells operators for how long the database has been silent, whether anybody reads or not. */
@ApplicationScoped
class DatabaseSilence {
  private volatile long answeredAt = System.nanoTime();

  DatabaseSilence(MeterRegistry meters) {
    Gauge.builder(
            "stillframe.database.silence",
            () -> Duration.ofNanos(System.nanoTime() - answeredAt).toSeconds())
        .baseUnit("seconds")
        .description("For how long the database has not answered; some seconds when it does")
        .register(meters);
  }

  @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> ask() {
    return Patience.session(() -> Rows.select("select '1'", Integer.class, Map.of()))
        .invoke(() -> answeredAt = System.nanoTime())
        .replaceWithVoid()
        .onFailure()
        .recoverWithNull();
  }
}
