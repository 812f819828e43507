package io.stillframe.worker.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;

/** A row of the {@link TaskTable}. */
final class Row {
  final long id;
  final NewTask added;
  Step step = Step.START;
  boolean open = true;
  boolean cancelled;
  @Nullable Problem problem;
  @Nullable String ticket;
  Instant dueAt;
  int attempts;
  int failures;
  @Nullable Instant calledAt;
  @Nullable Instant leaseUntil;
  long leaseEpoch;

  Row(long id, NewTask added, Instant dueAt) {
    this.id = id;
    this.added = added;
    this.dueAt = dueAt;
  }

  Task task(@Nullable Instant calledAt, boolean deleteWaits) {
    return new Task(
        id,
        added.snapshotId(),
        added.operationId(),
        added.kind(),
        step,
        open,
        cancelled,
        added.provider(),
        added.environment(),
        added.request(),
        problem,
        added.deadline(),
        attempts,
        failures,
        calledAt,
        ticket,
        leaseEpoch,
        deleteWaits,
        added.traceparent());
  }

  boolean isOverdue(Instant now) {
    return step != Step.SWEEP && added.deadline() != null && added.deadline().isBefore(now);
  }

  /** From when on it may be claimed. */
  Instant freeAt() {
    return leaseUntil == null || leaseUntil.isBefore(dueAt) ? dueAt : leaseUntil.plusMillis(1);
  }

  @Override
  public String toString() {
    return "task %d: %s, %s, attempt %d, free at %s"
        .formatted(id, added.kind(), step, attempts, freeAt());
  }
}
