package io.stillframe.worker.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.snapshot.Lifecycle;

/** Removes a copy. Removing is repeatable, so each look asks for it again. */
@Singleton
class DeleteSteps implements Steps {
  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    return connection
        .driver()
        .deleteSnapshot(CopyRef.of(snapshot))
        .chain(() -> left(snapshot, connection))
        .map(
            left ->
                left.isEmpty()
                    ? (current, deleting, at) ->
                        deleted(current, List.of(deleting.operation().succeeded(at, null)), at)
                    : (current, deleting, at) ->
                        Decision.quietly(
                            current, Next.observe(Polling.after(deleting.attempts(), connection))));
  }

  /** What was adopted carries no marker of ours, so it is looked for by its id too. */
  private static Uni<Optional<ProviderSnapshot>> left(Snapshot snapshot, Connection connection) {
    String id = snapshot.providerSnapshotId();
    return connection
        .driver()
        .findByMarker(snapshot.id())
        .chain(
            marked ->
                marked.isPresent() || id == null
                    ? Uni.createFrom().item(marked)
                    : connection.driver().getCopy(id));
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    if (snapshot.state() == SnapshotState.DELETED) {
      // An earlier delete removed it: there is nothing left that could be refused.
      return deleted(snapshot, List.of(task.operation().succeeded(now, null)), now);
    }
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
    if (snapshot.state() == SnapshotState.DELETE_FAILED) {
      // An earlier delete failed while this one waited.
      SnapshotEvent deleting =
          Lifecycle.become(
              snapshot,
              SnapshotState.DELETING,
              SnapshotEvent.Deleting::new,
              now,
              List.of(),
              change -> {});
      Decision end = deleted(deleting.snapshot(), ended, now);
      return new Decision(end.snapshot(), List.of(deleting, end.events().getFirst()), end.next());
    }
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
