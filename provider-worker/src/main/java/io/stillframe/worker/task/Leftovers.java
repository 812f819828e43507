package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.Connection;

/** What an operation leaves at a provider that does not let go of it yet. */
final class Leftovers {
  /** Nobody waits for a sweep, but its copy may cost money. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private Leftovers() {}

  /** Whether there is nothing to tell: the operation has ended, or has time left. */
  static boolean stayQuiet(Task task, Instant now) {
    return task.step() == Step.SWEEP || !task.isOverdue(now);
  }

  /** Looks again later. A clean-up makes nothing. */
  static Next again(Task task, Duration pause, @Nullable Problem problem) {
    Step step = task.step() == Step.SWEEP ? Step.SWEEP : Step.SETTLE;
    return new Next.Again(step, pause, 0, problem).withoutAct();
  }

  /** How soon to look again: ever more rarely once the operation has ended. */
  static Duration pause(Task task, Connection connection) {
    if (task.step() != Step.SWEEP) {
      return Polling.after(task.attempts(), connection);
    }
    Duration doubled = Duration.ofSeconds(1L << Math.clamp(task.attempts(), 0, 20));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** The problem, which also says that something is left. */
  static Problem remain(Problem why) {
    return adding(why, "what there is of it is removed as soon as the provider allows it");
  }

  /** The problem; that of a deadline also says that nothing is left. */
  static @Nullable Problem removed(@Nullable Problem why) {
    return why != null && why.is(ProblemType.DEADLINE_EXCEEDED)
        ? adding(why, "nothing of it is left at the provider")
        : why;
  }

  private static Problem adding(Problem why, String more) {
    return new Problem(
        why.type(),
        why.title(),
        why.status(),
        why.detail() + "; " + more,
        null,
        why.providerCode(),
        why.providerRequestId());
  }
}
