package io.stillframe.worker.finding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.LastAction;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.budget.Budgets;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;

/**
 * Removes copies that are no snapshot's: durable, repeated until the provider does not have them
 * any more, or says no for good. All replicas share the table.
 */
@Singleton
class Removals {
  private static final long LOOK_MILLIS = 500;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final Sessions sessions;
  private final Outbox outbox;
  private final RemovalTable table;
  private final Connections connections;
  private final Findings findings;
  private final Budgets budgets;
  private final Clock clock;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean stopped;

  Removals(
      Vertx vertx,
      Sessions sessions,
      Outbox outbox,
      RemovalTable table,
      Connections connections,
      Findings findings,
      Budgets budgets,
      Clock clock) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.outbox = outbox;
    this.table = table;
    this.connections = connections;
    this.findings = findings;
    this.budgets = budgets;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(LOOK_MILLIS, ignored -> look());
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  private void look() {
    if (stopped || !looking.compareAndSet(false, true)) {
      return;
    }
    sessions
        .run(() -> Panache.withTransaction(table::claim))
        .chain(
            due ->
                Multi.createFrom()
                    .iterable(due)
                    .onItem()
                    .transformToUniAndMerge(this::remove)
                    .collect()
                    .last())
        .onTermination()
        .invoke(() -> looking.set(false))
        .subscribe()
        .with(ignored -> {}, failure -> Log.warnf("A removal comes later: %s", failure));
  }

  private Uni<Void> remove(Removal removal) {
    Optional<Connection> found = connections.find(removal.provider(), removal.environment());
    if (found.isEmpty() || isPaused(removal)) {
      return later(removal);
    }
    Connection connection = found.get();
    return connection
        .driver()
        .deleteCopy(removal.copy())
        .chain(() -> connection.driver().getCopy(removal.copy()))
        .ifNoItem()
        .after(connection.config().callTimeout())
        .fail()
        .chain(left -> left.isPresent() ? later(removal) : end(removal, null))
        .onFailure()
        .recoverWithUni(
            failure ->
                failure instanceof ProviderException known && isFinal(known)
                    ? end(removal, known.problem())
                    : later(removal));
  }

  private boolean isPaused(Removal removal) {
    return budgets
        .latest(removal.provider())
        .filter(budget -> budget.isPaused(clock.instant()))
        .isPresent();
  }

  private static boolean isFinal(ProviderException failure) {
    return failure.errorClass() == ErrorClass.REJECTED || failure.errorClass() == ErrorClass.BROKEN;
  }

  private Uni<Void> later(Removal removal) {
    long millis = FIRST_PAUSE.toMillis() << Math.clamp(removal.attempts() - 1, 0, 20);
    Duration pause = Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
    return sessions.run(() -> Panache.withTransaction(() -> table.putOff(removal, pause)));
  }

  /**
   * @param problem why it stays; none when it is gone
   */
  private Uni<Void> end(Removal removal, @Nullable Problem problem) {
    return sessions.run(
        () ->
            outbox.transaction(
                () ->
                    table
                        .remove(removal)
                        .chain(() -> findings.lock(removal.findingId()))
                        .chain(finding -> tell(removal, finding.orElseThrow(), problem))));
  }

  private Uni<Void> tell(Removal removal, Finding finding, @Nullable Problem problem) {
    Instant now = clock.instant();
    AdminRequest.DeleteFinding request = removal.request();
    if (request == null) {
      return problem == null ? findings.resolve(finding.id()) : Uni.createFrom().voidItem();
    }
    if (problem != null) {
      return append(AdminEvent.failed(request, now, problem, null));
    }
    LastAction action = new LastAction(request.id(), request.type(), request.requestedBy(), now);
    return findings
        .acted(finding, Status.RESOLVED, action)
        .chain(() -> append(AdminEvent.succeeded(request, now, null)));
  }

  private Uni<Void> append(AdminEvent event) {
    return outbox.append(List.of(Message.of(event, "provider-worker")));
  }
}
