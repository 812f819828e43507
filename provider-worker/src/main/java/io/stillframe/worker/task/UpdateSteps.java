package io.stillframe.worker.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.snapshot.Lifecycle;

/**
 * Changes a snapshot's writable members, at the provider first where it keeps them. Repeating it
 * changes nothing.
 */
@Singleton
class UpdateSteps implements Steps {
  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    UpdateSnapshot request = (UpdateSnapshot) task.request();
    if (task.isOverdue(now)
        || refusal(snapshot, task).isPresent()
        || !connection.driver().capabilities().rename()
        || snapshot.state() != SnapshotState.AVAILABLE) {
      return Uni.createFrom().item(UpdateSteps::updatedInTime);
    }
    return connection
        .driver()
        .updateSnapshot(CopyRef.of(snapshot), Writable.of(snapshot).merge(request.patch()))
        .replaceWith(UpdateSteps::updated);
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return Decision.of(
        Lifecycle.stay(
            snapshot,
            SnapshotEvent.UpdateFailed::new,
            now,
            List.of(task.operation().failed(now, problem)),
            change -> {}),
        Next.done());
  }

  private static Decision updatedInTime(Snapshot snapshot, Task task, Instant now) {
    if (task.isOverdue(now)) {
      throw ProviderException.rejected(
          ProblemType.DEADLINE_EXCEEDED, "not updated at " + task.deadline());
    }
    return updated(snapshot, task, now);
  }

  /** What the provider has done is done, also after the deadline. */
  private static Decision updated(Snapshot snapshot, Task task, Instant now) {
    refusal(snapshot, task)
        .ifPresent(
            problem -> {
              throw new ProviderException(ErrorClass.REJECTED, problem);
            });
    Writable members = Writable.of(snapshot).merge(((UpdateSnapshot) task.request()).patch());
    boolean transferred = !members.organization().equals(snapshot.organization());
    SnapshotEvent.Kind kind =
        (time, previous, after, operations) ->
            new SnapshotEvent.Updated(
                time, previous, after, operations, transferred ? snapshot.organization() : null);
    return Decision.of(
        Lifecycle.stay(
            snapshot,
            kind,
            now,
            List.of(task.operation().succeeded(now, null)),
            change ->
                change
                    .name(members.name())
                    .description(members.description())
                    .labels(members.labels())
                    .organization(members.organization())),
        Next.done());
  }

  /** What stands against the request as the aggregate is now. */
  private static Optional<Problem> refusal(Snapshot snapshot, Task task) {
    UpdateSnapshot request = (UpdateSnapshot) task.request();
    if (!request.organization().equals(snapshot.organization())) {
      return Optional.of(
          ProblemType.SNAPSHOT_NOT_FOUND.because("there is no snapshot " + snapshot.id()));
    }
    if (request.ifRevision() != null && request.ifRevision() != snapshot.revision()) {
      return Optional.of(
          ProblemType.PRECONDITION_FAILED.because(
              "If-Match named revision %d, it is %d"
                  .formatted(request.ifRevision(), snapshot.revision())));
    }
    int labels = Writable.of(snapshot).merge(request.patch()).labels().size();
    if (labels > Writable.MOST_LABELS) {
      return Optional.of(
          ProblemType.INVALID_VALUE.at(
              "labels",
              "labels must be at most %d, they would be %d"
                  .formatted(Writable.MOST_LABELS, labels)));
    }
    return switch (snapshot.state()) {
      case REQUESTED, CREATING, AVAILABLE, MISSING, FAILED, DELETE_FAILED -> Optional.empty();
      case REJECTED, DELETING, DELETED ->
          Optional.of(
              ProblemType.SNAPSHOT_NOT_AVAILABLE.because(
                  "the snapshot is " + snapshot.state().wireName()));
    };
  }
}
