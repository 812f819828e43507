package io.stillframe.worker.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.intake.InapplicableException;
import io.stillframe.worker.snapshot.Lifecycle;
import io.stillframe.worker.task.NewTask;
import io.stillframe.worker.task.Stop;

/**
 * Decides what a request means when a worker takes it. Pure: the same for every replica and every
 * time.
 */
final class TakingRequests {
  private TakingRequests() {}

  /**
   * @param before the aggregate; none before its create
   * @return nothing when the request asks for nothing any more
   * @throws InapplicableException if it can never be taken
   */
  static Optional<Intent> take(@Nullable Snapshot before, SnapshotRequest request, Instant now) {
    if (before == null) {
      if (request instanceof CreateSnapshot create) {
        return Optional.of(requested(create, now));
      }
      throw new InapplicableException(
          "the create of snapshot " + request.snapshotId() + " was never seen");
    }
    return switch (request) {
      case CreateSnapshot create -> late(before, create, now);
      case UpdateSnapshot update ->
          Optional.of(
              Intent.task(before, List.of(), NewTask.of(OperationKind.UPDATE, before, update)));
      case DeleteSnapshot delete -> Optional.of(delete(before, delete, now));
      case RestoreSnapshot restore -> Optional.of(restore(before, restore, now));
      case CancelOperation cancel -> cancel(before, cancel, now);
      case SnapshotRequest.Unknown unknown ->
          throw new InapplicableException("requests of type " + unknown.type() + " are not known");
    };
  }

  /**
   * Carries on what was taken and told before, and of which the database knows nothing any more.
   *
   * @return nothing for what has no task of its own
   */
  static Optional<Intent> resume(Snapshot before, SnapshotRequest request) {
    return switch (request) {
      case CreateSnapshot create -> Optional.of(resume(OperationKind.CREATE, before, create));
      case UpdateSnapshot update -> Optional.of(resume(OperationKind.UPDATE, before, update));
      case RestoreSnapshot restore -> Optional.of(resume(OperationKind.RESTORE, before, restore));
      case DeleteSnapshot delete ->
          Optional.of(
              new Intent(
                  before,
                  List.of(),
                  NewTask.of(OperationKind.DELETE, before, delete),
                  new Stop.Create(before.id())));
      case CancelOperation ignored -> Optional.empty();
      case SnapshotRequest.Unknown ignored -> Optional.empty();
    };
  }

  private static Intent resume(OperationKind kind, Snapshot before, SnapshotRequest request) {
    return Intent.task(before, List.of(), NewTask.of(kind, before, request));
  }

  private static Intent requested(CreateSnapshot create, Instant now) {
    SnapshotEvent event =
        Lifecycle.stay(
            Snapshot.requested(create),
            SnapshotEvent.Requested::new,
            now,
            List.of(Operation.running(create, OperationKind.CREATE)),
            change -> {});
    return Intent.task(
        event.snapshot(),
        List.of(event),
        NewTask.of(OperationKind.CREATE, event.snapshot(), create));
  }

  /**
   * A create that was not taken though its snapshot is known: another request came first, and was
   * refused for want of it. Of one that lives it was taken, whatever is remembered.
   */
  private static Optional<Intent> late(Snapshot before, CreateSnapshot create, Instant now) {
    return switch (before.state()) {
      case REJECTED, DELETING, DELETED, DELETE_FAILED -> {
        Operation failed =
            Operation.running(create, OperationKind.CREATE)
                .failed(
                    now,
                    ProblemType.SNAPSHOT_NOT_AVAILABLE.because(
                        "another request of the snapshot was taken before its create"));
        yield Optional.of(refused(before, SnapshotEvent.Rejected::new, failed, now));
      }
      case REQUESTED, CREATING, AVAILABLE, MISSING, FAILED -> Optional.empty();
    };
  }

  private static Intent delete(Snapshot before, DeleteSnapshot delete, Instant now) {
    Operation running = Operation.running(delete, OperationKind.DELETE);
    if (!delete.organization().equals(before.organization())) {
      return refused(
          before, SnapshotEvent.DeleteFailed::new, running.failed(now, notFound(before)), now);
    }
    if (before.state() == SnapshotState.DELETED) {
      return refused(before, SnapshotEvent.Deleted::new, running.succeeded(now, null), now);
    }
    SnapshotEvent deleting =
        Lifecycle.become(
            before,
            SnapshotState.DELETING,
            SnapshotEvent.Deleting::new,
            now,
            List.of(running),
            change -> {});
    return new Intent(
        deleting.snapshot(),
        List.of(deleting),
        NewTask.of(OperationKind.DELETE, before, delete),
        isBeingCreated(before) ? new Stop.Create(before.id()) : null);
  }

  private static Intent restore(Snapshot before, RestoreSnapshot restore, Instant now) {
    Operation running = Operation.running(restore, OperationKind.RESTORE);
    Problem problem =
        !restore.organization().equals(before.organization())
            ? notFound(before)
            : before.state() == SnapshotState.AVAILABLE
                ? null
                : ProblemType.SNAPSHOT_NOT_AVAILABLE.because(
                    "the snapshot is " + before.state().wireName());
    if (problem != null) {
      return refused(before, SnapshotEvent.RestoreFailed::new, running.failed(now, problem), now);
    }
    SnapshotEvent restoring =
        Lifecycle.stay(before, SnapshotEvent.Restoring::new, now, List.of(running), change -> {});
    return Intent.task(
        restoring.snapshot(),
        List.of(restoring),
        NewTask.of(OperationKind.RESTORE, before, restore));
  }

  /**
   * A create that is cancelled is deleted; a restore leaves its snapshot as it is. Who may cancel
   * is the operation's organization, which the command service has checked.
   */
  private static Optional<Intent> cancel(Snapshot before, CancelOperation cancel, Instant now) {
    Stop stop = new Stop.Operation(cancel.operationId());
    if (cancel.kind() == OperationKind.RESTORE || !isBeingCreated(before)) {
      return Optional.of(new Intent(before, List.of(), null, stop));
    }
    SnapshotEvent deleting =
        Lifecycle.become(
            before,
            SnapshotState.DELETING,
            SnapshotEvent.Deleting::new,
            now,
            List.of(),
            change -> {});
    return Optional.of(new Intent(deleting.snapshot(), List.of(deleting), null, stop));
  }

  /** Nothing but the create itself can be under way then; a restore was refused. */
  private static boolean isBeingCreated(Snapshot snapshot) {
    return snapshot.state() == SnapshotState.REQUESTED
        || snapshot.state() == SnapshotState.CREATING;
  }

  private static Intent refused(
      Snapshot before, SnapshotEvent.Kind kind, Operation ended, Instant now) {
    return Intent.ended(Lifecycle.stay(before, kind, now, List.of(ended), change -> {}));
  }

  private static Problem notFound(Snapshot snapshot) {
    return ProblemType.SNAPSHOT_NOT_FOUND.because("there is no snapshot " + snapshot.id());
  }
}
