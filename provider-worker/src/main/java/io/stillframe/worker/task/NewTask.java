package io.stillframe.worker.task;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;

/** A task to be added, with its columns' names. */
public record NewTask(
    @JsonProperty("snapshot_id") UUID snapshotId,
    @JsonProperty("operation_id") UUID operationId,
    OperationKind kind,
    String provider,
    String environment,
    @JsonProperty("volume_id") String volumeId,
    SnapshotRequest request,
    @Nullable Instant deadline) {

  /** The task that carries out {@code request}. */
  public static NewTask of(OperationKind kind, Snapshot snapshot, SnapshotRequest request) {
    return new NewTask(
        snapshot.id(),
        request.operationId(),
        kind,
        snapshot.provider(),
        snapshot.environment(),
        snapshot.volumeId(),
        request,
        request.deadline());
  }
}
