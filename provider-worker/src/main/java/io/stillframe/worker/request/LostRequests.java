package io.stillframe.worker.request;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.intake.InapplicableException;
import io.stillframe.intake.Received;

/** Requests that a restored database has lost. All of it happens in the caller's transaction. */
@Singleton
public class LostRequests {
  private final Inbox inbox;
  private final StoredRequests requests;

  LostRequests(Inbox inbox, StoredRequests requests) {
    this.inbox = inbox;
    this.requests = requests;
  }

  /** Those that the database does not know. */
  public Uni<List<SnapshotRequest>> unknown(List<Received<SnapshotRequest>> batch) {
    return inbox
        .unknown(batch.stream().map(each -> each.message().messageId()).toList())
        .map(
            ids ->
                batch.stream()
                    .map(Received::message)
                    .filter(each -> ids.contains(each.messageId()))
                    .toList());
  }

  /**
   * Takes those that the database does not know: anew when nothing was told of their operation, and
   * where it was when it was told to run. What has ended is not taken again, but for a create or a
   * restore that did not succeed: it has a task again, which is to be ended as others of its kind,
   * because its clean-up may not have been done.
   *
   * @param told what the topics tell of a request's operation
   */
  public Uni<Void> take(
      List<Received<SnapshotRequest>> batch,
      Function<SnapshotRequest, Optional<OperationStatus>> told) {
    return requests
        .take(
            batch,
            (before, request, now) -> {
              Optional<OperationStatus> status =
                  request instanceof CancelOperation ? Optional.empty() : told.apply(request);
              if (status.filter(OperationStatus::isEnded).isPresent()
                  && !mayHaveLeftSomething(before, request, status.get())) {
                return Optional.empty();
              }
              try {
                return status.isPresent() && before != null
                    ? TakingRequests.resume(before, request)
                    : TakingRequests.take(before, request, now);
              } catch (InapplicableException e) {
                // It was dead-lettered when it was taken first.
                Log.warnf(
                    "Request left out snapshotId=%s operationId=%s: %s",
                    request.snapshotId(), request.operationId(), e.getMessage());
                return Optional.empty();
              }
            })
        .replaceWithVoid();
  }

  /** What a deleted snapshot had is gone, or somebody else's. */
  private static boolean mayHaveLeftSomething(
      @Nullable Snapshot before, SnapshotRequest request, OperationStatus ended) {
    return ended != OperationStatus.SUCCEEDED
        && before != null
        && (request instanceof RestoreSnapshot
            || request instanceof CreateSnapshot && before.state() != SnapshotState.DELETED);
  }
}
