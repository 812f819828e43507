package io.stillframe.worker.task;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.observability.Trace;
import io.stillframe.outbox.Outbox;
import io.stillframe.rows.Rows;
import io.stillframe.worker.budget.Budget;
import io.stillframe.worker.budget.Budgets;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.snapshot.Snapshots;

/**
 * Tells of due tasks whose turn has not come: for a place, a step, or a provider that is paused;
 * and of calls that have not been answered. Over 200 lines by the records that its statements take
 * and give, which nobody else needs.
 */
@Singleton
class Waiting {
  /** Whoever waits for a second is to see it within two. */
  private static final long LOOK_MILLIS = 250;

  /** A thousand a second; more would hold up what does move. */
  private static final int MOST = 250;

  private final Vertx vertx;
  private final Sessions sessions;
  private final Outbox outbox;
  private final Snapshots snapshots;
  private final Connections connections;
  private final Budgets budgets;
  private final Clock clock;
  private final AtomicBoolean telling = new AtomicBoolean();
  private volatile boolean stopped;

  Waiting(
      Vertx vertx,
      Sessions sessions,
      Outbox outbox,
      Snapshots snapshots,
      Connections connections,
      Budgets budgets,
      Clock clock) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.outbox = outbox;
    this.snapshots = snapshots;
    this.connections = connections;
    this.budgets = budgets;
    this.clock = clock;
  }

  /**
   * Why steps to a provider may have to wait.
   *
   * @param silent whether it cannot be reached
   * @param until when it lets us ask again. After the pause of one that is silent a single task
   *     finds out whether it is back: of all others nobody knows when.
   * @param lease_millis how long a task is leased for a call
   */
  private record State(
      String provider, boolean silent, @Nullable Instant until, long lease_millis) {
    static State of(Connection connection, @Nullable Budget budget, Instant now) {
      boolean silent = budget != null && budget.isSilent();
      return new State(
          connection.provider(),
          silent,
          budget != null && budget.isPaused(now) && !silent ? budget.pausedUntil() : null,
          Claiming.lease(connection).toMillis());
    }
  }

  private record Told(
      UUID snapshotId,
      String provider,
      int failures,
      OperationKind kind,
      Step step,
      @Nullable Instant calledUntil,
      SnapshotRequest request,
      @Nullable String traceparent) {}

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(LOOK_MILLIS, ignored -> look());
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  private void look() {
    if (stopped || outbox.wasFull() || !telling.compareAndSet(false, true)) {
      return;
    }
    sessions
        .run(() -> outbox.transaction(this::tell))
        .onTermination()
        .invoke(() -> telling.set(false))
        .subscribe()
        .with(ignored -> {}, failure -> Log.warnf("Nobody was told who waits: %s", failure));
  }

  /** By what is stored: replicas that each went by their own memory would contradict each other. */
  private Uni<Void> tell() {
    return Rows.select(WaitingStatements.ANY, Boolean.class, Map.of())
        .chain(
            any ->
                any.getFirst()
                    ? budgets.stored().chain(known -> tell(known))
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> tell(Map<String, Budget> known) {
    Instant now = clock.instant();
    Map<String, State> states =
        connections.all().stream()
            .map(connection -> State.of(connection, known.get(connection.provider()), now))
            .collect(Collectors.toMap(State::provider, Function.identity(), (one, other) -> one));
    String providers = Message.write(states.values());
    return Rows.select(
            WaitingStatements.FIND, UUID.class, Map.of("most", MOST, "providers", providers))
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : snapshots.lock(found).chain(locked -> tell(locked, providers, states, now)));
  }

  private Uni<Void> tell(
      Map<UUID, Snapshot> locked, String providers, Map<String, State> states, Instant now) {
    String ids =
        locked.keySet().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    return Rows.select(
            WaitingStatements.TELL, Told.class, Map.of("providers", providers, "ids", ids))
        .chain(
            told -> {
              Map<UUID, Snapshot> after = new HashMap<>(locked);
              List<Message> messages = new ArrayList<>();
              for (Told each : told) {
                SnapshotEvent event =
                    Later.tell(
                        Objects.requireNonNull(after.get(each.snapshotId())),
                        List.of(Operation.running(each.request(), each.kind())),
                        condition(each, states.get(each.provider())),
                        now);
                after.put(each.snapshotId(), event.snapshot());
                Message.all(event).stream()
                    .map(message -> Trace.continuing(each.traceparent(), message))
                    .forEach(messages::add);
              }
              return snapshots.save(after.values()).chain(() -> outbox.append(messages));
            });
  }

  private static Condition condition(Told told, @Nullable State state) {
    int attempt = Math.max(told.failures(), 1);
    if (told.calledUntil() != null) {
      return new Condition(
          told.step().makes(told.kind()) ? Condition.Reason.UNCERTAIN : Condition.Reason.RETRYING,
          attempt,
          told.calledUntil(),
          ProblemType.PROVIDER_UNAVAILABLE.because("the provider has not answered yet"));
    }
    if (state != null && state.silent()) {
      return new Condition(
          Condition.Reason.QUEUED,
          attempt,
          null,
          ProblemType.PROVIDER_UNAVAILABLE.because("the provider cannot be reached"));
    }
    if (state != null && state.until() != null) {
      return new Condition(
          Condition.Reason.THROTTLED,
          attempt,
          state.until(),
          ProblemType.PROVIDER_UNAVAILABLE.because("the provider asks us to slow down"));
    }
    return new Condition(Condition.Reason.QUEUED, attempt, null, null);
  }
}
