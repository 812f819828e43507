package io.stillframe.worker.task;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;

/**
 * A task to be added, with its columns' names.
 *
 * @param traceparent of the message that asked for it; its steps continue that trace
 */
public record NewTask(
    @JsonProperty("snapshot_id") UUID snapshotId,
    @JsonProperty("operation_id") UUID operationId,
    OperationKind kind,
    String provider,
    String environment,
    @JsonProperty("volume_id") String volumeId,
    SnapshotRequest request,
    @Nullable Instant deadline,
    @Nullable String traceparent) {

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
        request.deadline(),
        null);
  }

  /** The same as a part of the trace that its request came with. */
  public NewTask continuing(@Nullable String trace) {
    return new NewTask(
        snapshotId, operationId, kind, provider, environment, volumeId, request, deadline, trace);
  }
}
