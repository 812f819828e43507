package io.stillframe.worker.task;

import java.time.Instant;

import io.stillframe.contract.Snapshot;

/**
 * A step's answer, to be folded into the aggregate and the task as they are then: both may have
 * moved while the provider was asked. Pure.
 */
@FunctionalInterface
public interface Fold {
  Decision onto(Snapshot snapshot, Task task, Instant now);
}
