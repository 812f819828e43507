package io.stillframe.command.operation;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.RestoredVolume;

/** An operation as callers see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
}
