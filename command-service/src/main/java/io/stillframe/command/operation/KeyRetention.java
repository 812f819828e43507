package io.stillframe.command.operation;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.rows.Rows;

/** Forgets idempotency keys when nobody can mean the same request by them any more. */
@ApplicationScoped
class KeyRetention {
  private static final String FORGET =
      """
            delete from idempotency_key
            where accepted_at < now() - cast(:millis as bigint) * interval '1 millisecond'
            """;

  private final Duration retention;

  KeyRetention(
      @ConfigProperty(name = "stillframe.idempotency.retention", defaultValue = "48h")
          Duration retention) {
    this.retention = retention;
  }

  @Scheduled(
      every = "{stillframe.idempotency.cleaning:1h}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> forget() {
    return Panache.withTransaction(
            () -> Rows.update(FORGET, Map.of("millis", retention.toMillis())))
        .replaceWithVoid();
  }
}
