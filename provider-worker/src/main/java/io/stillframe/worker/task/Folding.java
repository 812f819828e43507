package io.stillframe.worker.task;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.snapshot.Snapshots;

/** Stores what an answer means: aggregate, task and events in one transaction. */
@Singleton
class Folding {
  private final Outbox outbox;
  private final Snapshots snapshots;
  private final Tasks tasks;
  private final Clock clock;

  Folding(Outbox outbox, Snapshots snapshots, Tasks tasks, Clock clock) {
    this.outbox = outbox;
    this.snapshots = snapshots;
    this.tasks = tasks;
    this.clock = clock;
  }

  Uni<Void> apply(Claim claim, Fold fold, Steps steps) {
    return outbox
        .transaction(
            () ->
                snapshots
                    .lock(Set.of(claim.snapshot().id()))
                    .map(locked -> Objects.requireNonNull(locked.get(claim.snapshot().id())))
                    .chain(
                        snapshot ->
                            tasks
                                .lock(claim.task().id())
                                .chain(task -> store(claim, snapshot, task, fold, steps))))
        .invoke(told -> told.forEach(Folding::log))
        .replaceWithVoid();
  }

  /** The events that the answer made. */
  private Uni<List<SnapshotEvent>> store(
      Claim claim, Snapshot snapshot, Task task, Fold fold, Steps steps) {
    if (!task.open() || task.leaseEpoch() != claim.task().leaseEpoch()) {
      return storeIdOnly(snapshot, task, fold, steps).replaceWith(List.of());
    }
    Decision decision = decide(snapshot, task, fold, steps);
    List<Message> messages = new ArrayList<>();
    decision.events().forEach(event -> messages.addAll(Message.all(event)));
    return snapshots
        .save(List.of(decision.snapshot()))
        .chain(() -> tasks.save(task, decision.next(), claim.task().calledAt()))
        .chain(() -> outbox.append(messages))
        .replaceWith(decision.events());
  }

  private static void log(SnapshotEvent event) {
    event.operations().stream()
        .filter(operation -> operation.status() != OperationStatus.RUNNING)
        .forEach(
            operation ->
                Log.infof(
                    "Operation ended snapshotId=%s operationId=%s provider=%s kind=%s status=%s",
                    event.snapshot().id(),
                    operation.id(),
                    event.snapshot().provider(),
                    operation.kind().wireName(),
                    operation.status().wireName()));
  }

  private Decision decide(Snapshot snapshot, Task task, Fold fold, Steps steps) {
    try {
      return Later.moving(fold.onto(snapshot, task, clock.instant()), task, clock.instant());
    } catch (ProviderException e) {
      return Failures.afterAnswer(e, steps).onto(snapshot, task, clock.instant());
    }
  }

  /** Somebody else decides about the task by now, but an id that came back must not be lost. */
  private Uni<Void> storeIdOnly(Snapshot snapshot, Task task, Fold fold, Steps steps) {
    String id;
    try {
      id = decide(snapshot, task, fold, steps).snapshot().providerSnapshotId();
    } catch (IllegalStateException e) {
      // What the answer would have meant can't follow any more, so it brought no copy either.
      return Uni.createFrom().voidItem();
    }
    if (id == null || snapshot.providerSnapshotId() != null) {
      return Uni.createFrom().voidItem();
    }
    return snapshots.save(
        List.of(SnapshotBuilder.builder(snapshot).providerSnapshotId(id).build()));
  }
}
