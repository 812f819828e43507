package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;

/** What the failure of a step means. */
final class Failures {
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);

  /** What waits for a provider is to end within two minutes when that is well again. */
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

  /** After about four minutes of failing clean-ups the operation ends all the same. */
  private static final int CLEAN_UPS = 10;

  private Failures() {}

  /** What a step means that has no answer. */
  static Fold fold(Throwable failure, Steps steps) {
    Fold after = afterAnswer(failure, steps);
    return mayHaveActed(failure)
        ? after
        : (snapshot, task, now) -> after.onto(snapshot, task, now).withoutAct();
  }

  /** What a step means whose answer came, and cannot be taken. */
  static Fold afterAnswer(Throwable failure, Steps steps) {
    ProviderException known = known(failure);
    return (snapshot, task, now) -> {
      if (task.step() == Step.SWEEP) {
        return again(snapshot, task, known, now);
      }
      if (task.mustSettle(now)) {
        return settleAgain(snapshot, task, known, steps, now);
      }
      return switch (known.errorClass()) {
        case REJECTED, BROKEN -> steps.fail(snapshot, task, known.problem(), now);
        case RETRYABLE, THROTTLED, UNCERTAIN ->
            task.isOverdue(now)
                ? steps.fail(snapshot, task, tooLate(task, known), now)
                : again(snapshot, task, known, now);
      };
    };
  }

  private static Problem tooLate(Task task, ProviderException failure) {
    Problem last = failure.problem();
    Problem late =
        ProblemType.DEADLINE_EXCEEDED.because(
            "not done at %s: %s".formatted(task.deadline(), last.detail()));
    return new Problem(
        late.type(),
        late.title(),
        late.status(),
        late.detail(),
        null,
        last.providerCode(),
        last.providerRequestId());
  }

  private static boolean mayHaveActed(Throwable failure) {
    return !(failure instanceof ProviderException known)
        || switch (known.errorClass()) {
          case REJECTED, RETRYABLE, THROTTLED -> false;
          case UNCERTAIN, BROKEN -> true;
        };
  }

  /** A clean-up that fails is tried again until the deadline, and some times at most. */
  private static Decision settleAgain(
      Snapshot snapshot, Task task, ProviderException failure, Steps steps, Instant now) {
    int before = Later.failuresOf(task, now);
    if (before >= CLEAN_UPS || task.isOverdue(now)) {
      return steps.abandon(
          snapshot, task, Next.sweep(backOff(before + 1), before + 1, task.problem()), now);
    }
    return again(snapshot, task, failure, now);
  }

  private static ProviderException known(Throwable failure) {
    if (failure instanceof ProviderException known) {
      return known;
    }
    return new ProviderException(
        ErrorClass.RETRYABLE,
        ProblemType.INTERNAL_ERROR.because("the worker failed; it is tried again"));
  }

  private static Decision again(
      Snapshot snapshot, Task task, ProviderException failure, Instant now) {
    int failures = Later.failuresOf(task, now) + 1;
    return Later.decide(
        snapshot,
        task,
        Later.stepOf(task, now),
        pause(failure, failures),
        failures,
        reason(failure.errorClass()),
        failure.problem(),
        now);
  }

  private static Duration pause(ProviderException failure, int failures) {
    Duration asked = failure.retryAfter();
    return asked == null ? backOff(failures) : asked;
  }

  private static Condition.Reason reason(ErrorClass errorClass) {
    return switch (errorClass) {
      case THROTTLED -> Condition.Reason.THROTTLED;
      case UNCERTAIN -> Condition.Reason.UNCERTAIN;
      case RETRYABLE, REJECTED, BROKEN -> Condition.Reason.RETRYING;
    };
  }

  /**
   * Doubles up to a bound; the jitter keeps tasks that failed together from coming back together.
   */
  static Duration backOff(int failures) {
    long millis = FIRST_BACK_OFF.toMillis() << Math.min(failures - 1, 20);
    long bounded = Math.min(millis, LONGEST_BACK_OFF.toMillis());
    return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
  }
}
