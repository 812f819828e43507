package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.worker.inventory.Inventory;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderRestore;
import io.stillframe.worker.snapshot.Lifecycle;

/** Makes a new volume from a copy: started once, watched to its end, or cleaned up. */
@Singleton
class RestoreSteps implements Steps {
  private final Inventory inventory;

  RestoreSteps(Inventory inventory) {
    this.inventory = inventory;
  }

  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    if (task.mustSettle(now)) {
      return settle(task, connection);
    }
    requireOwner(snapshot, task);
    if (task.step() == Step.OBSERVE) {
      return observe(task, connection);
    }
    if (task.calledAt() == null) {
      return restore(task, snapshot, connection);
    }
    return connection
        .driver()
        .findRestore(task.operationId())
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(seen(found.get(), connection))
                    : restore(task, snapshot, connection));
  }

  /** A snapshot that was transferred is not its former owner's to restore any more. */
  private static void requireOwner(Snapshot snapshot, Task task) {
    if (!task.request().organization().equals(snapshot.organization())) {
      throw ProviderException.rejected(
          ProblemType.SNAPSHOT_NOT_FOUND, "there is no snapshot " + snapshot.id());
    }
  }

  private Uni<Fold> observe(Task task, Connection connection) {
    return connection
        .driver()
        .findRestore(task.operationId())
        .map(
            found ->
                found
                    .map(restore -> seen(restore, connection))
                    // Gone in the making: the marker decides, then it begins anew.
                    .orElse(
                        (snapshot, current, now) ->
                            Decision.quietly(
                                snapshot,
                                new Next.Again(
                                    Step.START, Duration.ZERO, current.failures(), null))));
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return Decision.quietly(snapshot, Next.settle(problem));
  }

  @Override
  public Decision abandon(Snapshot snapshot, Task task, Next sweep, Instant now) {
    Problem problem = endOf(task, now);
    Operation ended =
        problem == null
            ? task.operation().cancelled(now)
            : task.operation().failed(now, Leftovers.remain(problem));
    return end(snapshot, SnapshotEvent.RestoreFailed::new, ended, sweep, now);
  }

  private Uni<Fold> restore(Task task, Snapshot snapshot, Connection connection) {
    RestoreSnapshot request = (RestoreSnapshot) task.request();
    NewVolume wanted =
        new NewVolume(
            task.operationId(), CopyRef.of(snapshot), request.volumeName(), request.organization());
    return connection.driver().restore(wanted).map(restore -> seen(restore, connection));
  }

  private Fold seen(ProviderRestore restore, Connection connection) {
    return (snapshot, task, now) ->
        switch (restore.status()) {
          case AVAILABLE ->
              restored(snapshot, task, Objects.requireNonNull(restore.volume()), connection, now);
          case FAILED ->
              Decision.quietly(
                  snapshot,
                  Next.settle(
                      Objects.requireNonNullElseGet(
                          restore.problem(),
                          () ->
                              ProblemType.PROVIDER_ERROR.because(
                                  "the provider gave up the new volume"))));
          case CREATING, DELETING ->
              Decision.quietly(snapshot, Next.observe(Polling.after(task.attempts(), connection)));
        };
  }

  private Decision restored(
      Snapshot snapshot, Task task, RestoredVolume volume, Connection connection, Instant now) {
    if (task.cancelled()) {
      return Decision.quietly(snapshot, Next.settle(null));
    }
    requireOwner(snapshot, task);
    inventory.soon(connection);
    return end(
        snapshot,
        SnapshotEvent.Restored::new,
        task.operation().succeeded(now, volume),
        Next.done(),
        now);
  }

  private Uni<Fold> settle(Task task, Connection connection) {
    return connection
        .driver()
        .discardRestore(task.operationId())
        .chain(() -> connection.driver().findRestore(task.operationId()))
        .map(
            left ->
                left.isEmpty()
                    ? RestoreSteps::cleanedUp
                    : (snapshot, settled, now) ->
                        cleanUpGoesOn(
                            snapshot, settled, Leftovers.pause(settled, connection), now));
  }

  /** The operation ends at its deadline all the same; the clean-up goes on without it. */
  private Decision cleanUpGoesOn(Snapshot snapshot, Task task, Duration pause, Instant now) {
    return Leftovers.stayQuiet(task, now)
        ? Decision.quietly(snapshot, Leftovers.again(task, pause, endOf(task, now)))
        : abandon(snapshot, task, Next.sweep(pause, 0, task.problem()).withoutAct(), now);
  }

  private static Decision cleanedUp(Snapshot snapshot, Task task, Instant now) {
    if (task.step() == Step.SWEEP) {
      return Decision.quietly(snapshot, Next.done());
    }
    Problem problem = Leftovers.removed(endOf(task, now));
    Operation ended =
        problem == null ? task.operation().cancelled(now) : task.operation().failed(now, problem);
    return end(snapshot, SnapshotEvent.RestoreFailed::new, ended, Next.done(), now);
  }

  private static @Nullable Problem endOf(Task task, Instant now) {
    if (!task.cancelled() && task.problem() == null && task.isOverdue(now)) {
      return ProblemType.DEADLINE_EXCEEDED.because(
          "the new volume was not whole at " + task.deadline());
    }
    return task.cancelled() ? null : task.problem();
  }

  private static Decision end(
      Snapshot snapshot, SnapshotEvent.Kind kind, Operation operation, Next next, Instant now) {
    return Decision.of(Lifecycle.stay(snapshot, kind, now, List.of(operation), change -> {}), next);
  }
}
