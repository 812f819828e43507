package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Condition;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.worker.Some;
import io.stillframe.worker.inventory.QuietInventory;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.request.Taken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All workers over one table in memory: what is decided is the real code's, and what is stored is
 * stored as {@link Folding} and the consumer of requests do it.
 */
final class Workers {
  /** Longer than the longest call. */
  private static final Duration LEASE = Duration.ofSeconds(25);

  private static final Duration ENDLESS = Duration.ofSeconds(5);

  final TaskTable table = new TaskTable();
  final History history = new History();
  final FakeCloud cloud;
  private final Connection connection;
  private final StepsByKind steps =
      new StepsByKind(
          new CreateSteps(),
          new UpdateSteps(),
          new DeleteSteps(),
          new RestoreSteps(new QuietInventory()));
  private final Map<UUID, Snapshot> snapshots = new HashMap<>();
  private final Set<String> inbox = new HashSet<>();
  private Instant now = Some.NOW;

  /** What a worker knows when it has carried out a step. */
  record Answer(Claim claim, Fold fold) {}

  Workers(boolean cloudPromises) {
    cloud = new FakeCloud(() -> now, cloudPromises);
    connection = LateCloud.connection(cloud);
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** As they are stored. */
  Map<UUID, Snapshot> snapshots() {
    return snapshots;
  }

  void take(SnapshotRequest request) {
    if (!inbox.add(request.messageId())) {
      return;
    }
    Optional<Taken> taken = Taken.of(snapshots.get(request.snapshotId()), request, now);
    taken.ifPresent(
        intent -> {
          snapshots.put(intent.snapshot().id(), intent.snapshot());
          intent.events().forEach(history::add);
          if (intent.task() != null) {
            table.add(intent.task(), now);
          }
          if (intent.stop() != null) {
            table.cancel(intent.stop(), now);
          }
        });
  }

  /** Waits until the task can be claimed, and carries out its step. */
  Answer perform(Row row, Trouble trouble, int call) {
    now = row.freeAt().isAfter(now) ? row.freeAt() : now;
    Task task = table.lease(row, LEASE, now);
    boolean late = row.isOverdue(now.minusSeconds(1));
    Claim claim =
        new Claim(task, snapshots.get(task.snapshotId()), late && trouble == Trouble.HELD);
    cloud.meet(trouble, call);
    Steps kind = steps.of(task.kind());
    Fold fold =
        Uni.createFrom()
            .deferred(() -> perform(claim, kind))
            .onFailure(ProviderException.class)
            .recoverWithItem(failure -> Failures.fold(failure, kind))
            .await()
            .atMost(ENDLESS);
    return new Answer(claim, fold);
  }

  private Uni<Fold> perform(Claim claim, Steps kind) {
    if (claim.held()) {
      throw new ProviderException(
          ErrorClass.RETRYABLE, ProblemType.PROVIDER_UNAVAILABLE.because("held"));
    }
    return Visibility.pauseBefore(claim.task(), connection, now)
        .map(pause -> Uni.createFrom().item(pause))
        .orElseGet(() -> kind.perform(claim.task(), claim.snapshot(), connection, now));
  }

  void fold(Answer answer) {
    Task claimed = answer.claim().task();
    Row row = table.row(claimed);
    Snapshot snapshot = snapshots.get(claimed.snapshotId());
    if (!row.open || row.leaseEpoch != claimed.leaseEpoch()) {
      foldIdOnly(answer, row, snapshot);
      return;
    }
    Decision decision = decide(answer, row, snapshot);
    snapshots.put(snapshot.id(), decision.snapshot());
    table.save(row, decision.next(), claimed.calledAt(), now);
    decision.events().forEach(history::add);
    tellsWhen(decision.snapshot());
  }

  /** What is told as waiting does wait, and until then; what is due at once tells by its step. */
  private void tellsWhen(Snapshot snapshot) {
    Condition condition = snapshot.condition();
    if (condition != null) {
      assertThat(table.open())
          .as("what %s waits for", snapshot)
          .filteredOn(row -> row.added.snapshotId().equals(snapshot.id()))
          .anyMatch(
              row ->
                  row.cancelled
                      || !row.dueAt.isAfter(now)
                      || row.dueAt.equals(condition.nextAttemptAt()));
    }
  }

  private void foldIdOnly(Answer answer, Row row, Snapshot snapshot) {
    String id;
    try {
      id = decide(answer, row, snapshot).snapshot().providerSnapshotId();
    } catch (IllegalStateException e) {
      return;
    }
    if (id != null && snapshot.providerSnapshotId() == null) {
      snapshots.put(
          snapshot.id(), SnapshotBuilder.builder(snapshot).providerSnapshotId(id).build());
    }
  }

  private Decision decide(Answer answer, Row row, Snapshot snapshot) {
    Task task = table.lock(row);
    try {
      return Later.moving(answer.fold().onto(snapshot, task, now), task, now);
    } catch (ProviderException e) {
      return Failures.afterAnswer(e, steps.of(task.kind())).onto(snapshot, task, now);
    }
  }
}
