package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One accepted request and what came of it.
 *
 * @param organization who asked
 * @param deadline when it ends as failed if it has not ended before; none means never
 * @param result the new volume, for a restore that succeeded
 * @param problem why it failed
 */
public record Operation(
    UUID id,
    OperationKind kind,
    OperationStatus status,
    String organization,
    UUID snapshotId,
    Instant createdAt,
    @Nullable Instant deadline,
    @Nullable Instant endedAt,
    @Nullable RestoredVolume result,
    @Nullable Problem problem) {

  public static Operation running(SnapshotRequest request, OperationKind kind) {
    return new Operation(
        request.operationId(),
        kind,
        OperationStatus.RUNNING,
        request.organization(),
        request.snapshotId(),
        request.requestedAt(),
        request.deadline(),
        null,
        null,
        null);
  }

  public Operation succeeded(Instant at, @Nullable RestoredVolume volume) {
    return ended(OperationStatus.SUCCEEDED, at, volume, null);
  }

  public Operation failed(Instant at, Problem why) {
    return ended(OperationStatus.FAILED, at, null, why);
  }

  public Operation cancelled(Instant at) {
    return ended(OperationStatus.CANCELLED, at, null, null);
  }

  private Operation ended(
      OperationStatus end, Instant at, @Nullable RestoredVolume volume, @Nullable Problem why) {
    return new Operation(
        id, kind, end, organization, snapshotId, createdAt, deadline, at, volume, why);
  }
}
