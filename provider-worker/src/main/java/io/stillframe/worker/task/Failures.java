package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkus.logging.Log;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.snapshot.Lifecycle;

/** What the failure of a step means. */
final class Failures {
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

  /** After about four minutes of failing clean-ups the operation ends all the same. */
  private static final int CLEAN_UPS = 8;

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
        return sweepAgain(snapshot, task, known);
      }
      if (task.mustSettle(now)) {
        return task.failures() < CLEAN_UPS
            ? again(snapshot, task, known, now)
            : steps.abandon(snapshot, task, left(known, snapshot), now);
      }
      return switch (known.errorClass()) {
        case REJECTED, BROKEN -> steps.fail(snapshot, task, known.problem(), now);
        case RETRYABLE, THROTTLED, UNCERTAIN -> again(snapshot, task, known, now);
      };
    };
  }

  private static boolean mayHaveActed(Throwable failure) {
    return switch (failure) {
      case Visibility.NotYet notYet -> false;
      case ProviderException known ->
          switch (known.errorClass()) {
            case REJECTED, RETRYABLE, THROTTLED -> false;
            case UNCERTAIN, BROKEN -> true;
          };
      default -> true;
    };
  }

  /** Nobody waits for it, so nobody is told. */
  private static Decision sweepAgain(Snapshot snapshot, Task task, ProviderException failure) {
    int failures = task.failures() + 1;
    Duration in = Objects.requireNonNullElseGet(failure.retryAfter(), () -> backOff(failures));
    return Decision.quietly(snapshot, Next.sweep(in, failures, task.problem()));
  }

  private static Problem left(ProviderException failure, Snapshot snapshot) {
    Problem why = failure.problem();
    return new Problem(
        why.type(),
        why.title(),
        why.status(),
        "the clean-up fails (%s); until it succeeds the provider may hold what was made for snapshot %s"
            .formatted(why.detail(), snapshot.id()),
        null,
        why.providerCode(),
        why.providerRequestId());
  }

  private static ProviderException known(Throwable failure) {
    if (failure instanceof ProviderException known) {
      return known;
    }
    Log.errorf(failure, "A step failed in our own code");
    return new ProviderException(
        ErrorClass.RETRYABLE,
        ProblemType.INTERNAL_ERROR.because("the worker failed; it is tried again"));
  }

  /**
   * The same step later. The condition tells the caller why nothing moves, and when something will.
   */
  private static Decision again(
      Snapshot snapshot, Task task, ProviderException failure, Instant now) {
    int failures = task.failures() + 1;
    Duration in =
        notPast(
            task,
            now,
            Objects.requireNonNullElseGet(failure.retryAfter(), () -> backOff(failures)));
    Condition condition =
        new Condition(reason(failure.errorClass()), failures, now.plus(in), failure.problem());
    SnapshotEvent retrying =
        Lifecycle.stay(
            snapshot,
            SnapshotEvent.Retrying::new,
            now,
            List.of(),
            change -> change.condition(condition));
    return Decision.of(retrying, new Next.Again(task.step(), in, failures, task.problem()));
  }

  /** A task is looked at again when its deadline is reached, however long the pause would be. */
  private static Duration notPast(Task task, Instant now, Duration pause) {
    Instant deadline = task.deadline();
    if (deadline == null || !now.isBefore(deadline) || now.plus(pause).isBefore(deadline)) {
      return pause;
    }
    return Duration.between(now, deadline).plusMillis(1);
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
