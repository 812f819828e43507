package io.stillframe.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.RestoredVolume;

/** An operation as it is answered: to its own organization only, so without it. */
public record OperationAnswer(
    UUID id,
    OperationKind kind,
    OperationStatus status,
    UUID snapshotId,
    Instant createdAt,
    @Nullable Instant deadline,
    @Nullable Instant endedAt,
    @Nullable RestoredVolume result,
    @Nullable Problem problem) {

  public static OperationAnswer of(Operation operation) {
    return new OperationAnswer(
        operation.id(),
        operation.kind(),
        operation.status(),
        operation.snapshotId(),
        operation.createdAt(),
        operation.deadline(),
        operation.endedAt(),
        operation.result(),
        operation.problem());
  }

  /** A page of operations, as the API describes it. */
  public record OperationPage(List<OperationAnswer> items, @Nullable String nextCursor) {}
}
