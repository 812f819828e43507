package io.stillframe.worker.task;

import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import io.stillframe.rows.Rows;
import io.stillframe.worker.database.Sessions;

/** How much waits, and for how long: the same in every replica. */
@Singleton
class TaskMetrics {
  private static final long LOOK_MILLIS = 5_000;

  private static final String COUNT =
      """
            select cast(jsonb_build_object(
                'due', count(*) filter (where due_at <= now() and (lease_until is null or lease_until < now())),
                'oldest', coalesce(extract(epoch from now() - min(created_at)), 0)) as text)
            from task where open and step <> 'sweep'
            """;

  /** Who had no turn for so long is as good as one that never had any. */
  private static final String FORGET =
      "delete from turn where served_at < now() - interval '1 hour'";

  private final Vertx vertx;
  private final Sessions sessions;
  private volatile Figures figures = new Figures(0, 0);
  private volatile boolean stopped;

  TaskMetrics(Vertx vertx, Sessions sessions, MeterRegistry meters) {
    this.vertx = vertx;
    this.sessions = sessions;
    Gauge.builder("stillframe.tasks.due", () -> figures.due())
        .description("Tasks that are due and wait for their turn")
        .register(meters);
    Gauge.builder("stillframe.tasks.oldest.age", () -> figures.oldest())
        .description("For how long the oldest task has been open whose operation has not ended")
        .baseUnit("seconds")
        .register(meters);
  }

  private record Figures(long due, double oldest) {}

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(1, LOOK_MILLIS, ignored -> look());
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  private void look() {
    if (stopped) {
      return;
    }
    sessions
        .run(() -> Panache.withTransaction(this::count))
        .subscribe()
        .with(
            counted -> figures = counted,
            failure -> Log.warnf("Tasks could not be counted: %s", failure));
  }

  private Uni<Figures> count() {
    return Rows.update(FORGET, Map.of())
        .chain(() -> Rows.select(COUNT, Figures.class, Map.of()))
        .map(counted -> counted.getFirst());
  }
}
