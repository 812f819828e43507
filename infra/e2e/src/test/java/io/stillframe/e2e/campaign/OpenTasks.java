package io.stillframe.e2e.campaign;

import java.time.Duration;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.Scrape;
import io.stillframe.local.Replica;
import io.stillframe.local.Service;

/**
 * Tells from the workers' metrics when no task is open any more that was open at the healing.
 * Clean-ups whose operations have ended are not among them: their effect is seen at the providers.
 */
final class OpenTasks {
  private static final String OLDEST = "stillframe_tasks_oldest_age_seconds";

  /** The workers look every five seconds, so what they tell may be as old as that. */
  private static final Duration STALE = Duration.ofSeconds(6);

  private final Fleet fleet;
  private final long healed = System.nanoTime();
  private @Nullable Duration done;

  OpenTasks(Fleet fleet) {
    this.fleet = fleet;
  }

  /** How long it took; none while there are some. */
  @Nullable Duration look() {
    Duration since = Duration.ofNanos(System.nanoTime() - healed);
    double youngest = since.minus(STALE).toMillis() / 1000.0;
    if (done == null && youngest > 0 && oldest() < youngest) {
      done = since;
    }
    return done;
  }

  /** As old as the oldest may be for all that is told. */
  private double oldest() {
    double oldest = 0;
    for (Replica worker : fleet.replicas(Service.WORKER)) {
      OptionalDouble age = Scrape.of("127.0.0.1:" + worker.port()).value(OLDEST);
      oldest = Math.max(oldest, age.orElse(Double.POSITIVE_INFINITY));
    }
    return oldest;
  }
}
