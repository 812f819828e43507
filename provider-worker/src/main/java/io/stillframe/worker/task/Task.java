package io.stillframe.worker.task;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Problem;
import io.stillframe.contract.SnapshotRequest;

/**
 * A row of the table.
 *
 * @param problem why the operation will have failed when the clean-up is done
 * @param attempts how often this step was begun, this time included
 * @param failures how often in a row it met an error
 * @param calledAt when a mutating call of an earlier attempt may last have been under way
 * @param ticket by which the provider is asked how far it is, while it has told no id
 * @param traceparent of the message that asked for it
 */
public record Task(
    long id,
    @JsonProperty("snapshot_id") UUID snapshotId,
    @JsonProperty("operation_id") UUID operationId,
    OperationKind kind,
    Step step,
    boolean open,
    boolean cancelled,
    String provider,
    String environment,
    SnapshotRequest request,
    @Nullable Problem problem,
    @Nullable Instant deadline,
    int attempts,
    int failures,
    @JsonProperty("called_at") @Nullable Instant calledAt,
    @Nullable String ticket,
    @JsonProperty("lease_epoch") long leaseEpoch,
    @JsonProperty("delete_waits") boolean deleteWaits,
    @Nullable String traceparent) {

  /** The operation that this task carries out, still running. */
  public Operation operation() {
    return Operation.running(request, kind);
  }

  /**
   * Whether the operation must not go on, or has ended, and what it made is cleaned up. What makes
   * nothing, and so can't be cancelled, leaves nothing.
   */
  public boolean mustSettle(Instant now) {
    return kind.isCancellable()
        && (step == Step.SETTLE || step == Step.SWEEP || cancelled || isOverdue(now));
  }

  public boolean isOverdue(Instant now) {
    return deadline != null && now.isAfter(deadline);
  }
}
