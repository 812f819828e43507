package io.stillframe.worker.task;

import java.util.UUID;

/** What must stop, if it is still running. */
public sealed interface Stop {
  /** The create of this snapshot. */
  record Create(UUID snapshotId) implements Stop {}

  /** This operation. */
  record Operation(UUID operationId) implements Stop {}
}
