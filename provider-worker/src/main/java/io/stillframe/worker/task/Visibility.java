package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.stillframe.contract.Condition;
import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.Connection;

/** Whether a lookup can tell already what earlier calls have done. */
final class Visibility {
  private Visibility() {}

  /**
   * How the step waits, if it depends on a lookup that cannot tell yet. Nothing was asked of the
   * provider then, and nothing has failed.
   */
  static Optional<Fold> pauseBefore(Task task, Connection connection, Instant now) {
    if (task.calledAt() == null || !looksUp(task, now)) {
      return Optional.empty();
    }
    Instant visible = task.calledAt().plus(connection.visibilityDelay());
    return now.isBefore(visible)
        ? Optional.of(pause(Duration.between(now, visible)))
        : Optional.empty();
  }

  /** What makes something is looked up before it is made again, and before it is cleaned up. */
  private static boolean looksUp(Task task, Instant now) {
    return task.kind().isCancellable() && (task.step() == Step.START || task.mustSettle(now));
  }

  private static Fold pause(Duration remaining) {
    return (snapshot, task, now) ->
        Later.decide(
                snapshot,
                task,
                Later.stepOf(task, now),
                remaining,
                Later.failuresOf(task, now),
                Condition.Reason.UNCERTAIN,
                ProblemType.PROVIDER_UNAVAILABLE.because(
                    "an earlier call may have taken effect; it is looked up"),
                now)
            .withoutAct();
  }
}
