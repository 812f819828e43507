package io.stillframe.worker.task;

import java.time.Instant;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.worker.provider.Connection;

/** How operations of one kind are carried out. */
interface Steps {
  /**
   * Carries out the task's step at the provider. A failure is a {@code ProviderException} or our
   * own fault.
   */
  Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now);

  /** What it means that the operation can never succeed. */
  Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now);

  /**
   * What it means that the clean-up cannot be finished in time: the operation ends all the same.
   *
   * @param sweep how the clean-up goes on
   */
  default Decision abandon(Snapshot snapshot, Task task, Next sweep, Instant now) {
    throw new IllegalStateException("a " + task.kind() + " has nothing to clean up");
  }
}
