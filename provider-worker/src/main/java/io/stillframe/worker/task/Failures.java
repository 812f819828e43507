package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkus.logging.Log;

import io.stillframe.contract.Condition;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
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
        return sweepAgain(snapshot, task, known, now);
      }
      if (task.mustSettle(now)) {
        return settleAgain(snapshot, task, known, steps, now);
      }
      return switch (known.errorClass()) {
        case REJECTED, BROKEN -> steps.fail(snapshot, task, known.problem(), now);
        case RETRYABLE, THROTTLED, UNCERTAIN ->
            task.isOverdue(now)
                ? steps.fail(snapshot, task, tooLate(task, known), now)
                : again(snapshot, task, known, task.step(), task.failures(), now);
      };
    };
  }

  private static Problem tooLate(Task task, ProviderException failure) {
    return ProblemType.DEADLINE_EXCEEDED.because(
        "not done at %s: %s".formatted(task.deadline(), failure.problem().detail()));
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

  /**
   * A clean-up that fails is tried again until the deadline, and some times at most; one that only
   * has to wait has not failed.
   */
  private static Decision settleAgain(
      Snapshot snapshot, Task task, ProviderException failure, Steps steps, Instant now) {
    // What failed before was no clean-up.
    int before = task.step() == Step.SETTLE ? task.failures() : 0;
    boolean waits = failure instanceof Visibility.NotYet;
    if (!waits && (before >= CLEAN_UPS || task.isOverdue(now))) {
      return steps.abandon(
          snapshot, task, Next.sweep(backOff(before + 1), before + 1, task.problem()), now);
    }
    return again(snapshot, task, failure, Step.SETTLE, before, now);
  }

  /** Its operation has ended; a snapshot that is deleting tells why it still is. */
  private static Decision sweepAgain(
      Snapshot snapshot, Task task, ProviderException failure, Instant now) {
    if (task.kind() == OperationKind.CREATE && snapshot.state() == SnapshotState.DELETING) {
      return again(snapshot, task, failure, Step.SWEEP, task.failures(), now);
    }
    int failures = task.failures() + 1;
    return Decision.quietly(
        snapshot,
        Next.sweep(notPast(task, now, pause(failure, failures)), failures, task.problem()));
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
      Snapshot snapshot, Task task, ProviderException failure, Step step, int before, Instant now) {
    int failures = failure instanceof Visibility.NotYet ? before : before + 1;
    Duration in = notPast(task, now, pause(failure, Math.max(failures, 1)));
    Condition condition =
        new Condition(
            reason(failure.errorClass()), Math.max(failures, 1), now.plus(in), failure.problem());
    SnapshotEvent retrying =
        Lifecycle.stay(
            snapshot,
            SnapshotEvent.Retrying::new,
            now,
            List.of(),
            change -> change.condition(condition));
    return Decision.of(retrying, new Next.Again(step, in, failures, task.problem()));
  }

  private static Duration pause(ProviderException failure, int failures) {
    Duration asked = failure.retryAfter();
    return asked == null ? backOff(failures) : asked;
  }

  /**
   * A task is looked at again when its deadline is reached, however long the pause would be. After
   * that nobody waits for days because a cloud says so.
   */
  private static Duration notPast(Task task, Instant now, Duration pause) {
    Instant deadline = task.deadline();
    if (deadline == null || now.plus(pause).isBefore(deadline)) {
      return pause;
    }
    return now.isBefore(deadline)
        ? Duration.between(now, deadline).plusMillis(1)
        : pause.compareTo(LONGEST_BACK_OFF) < 0 ? pause : LONGEST_BACK_OFF;
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
