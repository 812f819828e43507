package io.stillframe.worker.task;

import java.time.Instant;
import java.util.List;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.snapshot.Lifecycle;

/** Removes a copy. Removing is repeatable, so each look asks for it again. */
@Singleton
class DeleteSteps implements Steps {
  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    return connection
        .driver()
        .deleteSnapshot(CopyRef.of(snapshot))
        .chain(() -> connection.driver().findByMarker(snapshot.id()))
        .map(
            left ->
                left.isEmpty()
                    ? (current, deleting, at) ->
                        deleted(current, List.of(deleting.operation().succeeded(at, null)), at)
                    : (current, deleting, at) ->
                        Decision.quietly(
                            current, Next.observe(Polling.after(deleting.attempts(), connection))));
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return Decision.of(
        Lifecycle.become(
            snapshot,
            SnapshotState.DELETE_FAILED,
            SnapshotEvent.DeleteFailed::new,
            now,
            List.of(task.operation().failed(now, problem)),
            change -> change.problem(problem)),
        Next.done());
  }

  /** Nothing is left at the provider; the task ends, and with it these operations. */
  static Decision deleted(Snapshot snapshot, List<Operation> ended, Instant now) {
    return Decision.of(
        Lifecycle.become(
            snapshot,
            SnapshotState.DELETED,
            SnapshotEvent.Deleted::new,
            now,
            ended,
            change -> change.progress(null).problem(null)),
        Next.done());
  }
}
