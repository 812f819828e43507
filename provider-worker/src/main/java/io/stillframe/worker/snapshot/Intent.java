package io.stillframe.worker.snapshot;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;

/**
 * What a request, when it is taken, means for the aggregate.
 *
 * @param snapshot the aggregate afterwards
 * @param task the kind of task that carries the request out; none when it has ended already
 * @param cancelled the operation, or with {@link Stop#CREATE} whatever create, that must stop
 */
public record Intent(
    Snapshot snapshot,
    List<SnapshotEvent> events,
    SnapshotRequest request,
    @Nullable OperationKind task,
    @Nullable Stop cancelled) {

  /** What must stop. */
  public sealed interface Stop {
    /** The create of this snapshot, if it is still running. */
    record Create(UUID snapshotId) implements Stop {}

    /** This operation, if it is still running. */
    record Operation(UUID operationId) implements Stop {}
  }

  static Intent task(
      Snapshot snapshot, List<SnapshotEvent> events, SnapshotRequest request, OperationKind kind) {
    return new Intent(snapshot, events, request, kind, null);
  }

  static Intent ended(SnapshotEvent event, SnapshotRequest request) {
    return new Intent(event.snapshot(), List.of(event), request, null, null);
  }
}
