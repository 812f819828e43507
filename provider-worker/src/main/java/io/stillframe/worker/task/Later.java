package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.snapshot.Lifecycle;

/** A step that comes later than now, and how that is told. */
final class Later {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private Later() {}

  /**
   * The step comes after {@code pause}. The condition tells why nothing moves, and when something
   * will.
   *
   * @param failures how many errors the task has met in a row
   */
  static Decision decide(
      Snapshot snapshot,
      Task task,
      Step step,
      Duration pause,
      int failures,
      Condition.Reason reason,
      Problem problem,
      Instant now) {
    Duration in = notPast(task, now, pause);
    Next next = new Next.Again(step, in, failures, task.problem());
    return isTold(snapshot, task, step)
        ? Decision.of(
            tell(
                snapshot,
                // Told again and again, so that an operation without a deadline outlives the
                // topics. A sweep's has ended.
                step == Step.SWEEP ? List.of() : List.of(task.operation()),
                new Condition(reason, Math.max(failures, 1), now.plus(in), problem),
                now),
            next)
        : Decision.quietly(snapshot, next);
  }

  /** The event that tells why a snapshot is not moving on. */
  static SnapshotEvent tell(
      Snapshot snapshot, List<Operation> operations, Condition condition, Instant now) {
    return Lifecycle.stay(
        snapshot,
        SnapshotEvent.Retrying::new,
        now,
        operations,
        change -> change.condition(condition));
  }

  /** What is swept has nobody to tell, unless its snapshot is deleting by that alone. */
  private static boolean isTold(Snapshot snapshot, Task task, Step step) {
    return step != Step.SWEEP
        || task.kind() == OperationKind.CREATE
            && snapshot.state() == SnapshotState.DELETING
            && !task.deleteWaits();
  }

  /**
   * A step that does not wait ends the condition, also when it has nothing else to tell. One that
   * goes on at once tells soon enough. Several restores of a snapshot have one condition: the last
   * word counts.
   */
  static Decision moving(Decision decision, Task task, Instant now) {
    return decision.events().isEmpty()
            && decision.snapshot().condition() != null
            && decision.next() instanceof Next.Again again
            && !again.in().isZero()
            && isTold(decision.snapshot(), task, again.step())
        ? Decision.of(
            Lifecycle.stay(
                decision.snapshot(), goesOn(task, decision), now, List.of(), change -> {}),
            decision.next())
        : decision;
  }

  private static SnapshotEvent.Kind goesOn(Task task, Decision decision) {
    return switch (task.kind()) {
      case CREATE ->
          decision.snapshot().state() == SnapshotState.DELETING
              ? SnapshotEvent.Deleting::new
              : SnapshotEvent.Progressed::new;
      case RESTORE -> SnapshotEvent.Restoring::new;
      case DELETE -> SnapshotEvent.Deleting::new;
      case UPDATE -> throw new IllegalStateException("an update goes on by failing only");
    };
  }

  /** The step that it is about by now: an operation that must not go on is cleaned up. */
  static Step stepOf(Task task, Instant now) {
    return task.step() != Step.SWEEP && task.mustSettle(now) ? Step.SETTLE : task.step();
  }

  /** How many errors it has met in a row in that step: what failed before was no clean-up. */
  static int failuresOf(Task task, Instant now) {
    return stepOf(task, now) == task.step() ? task.failures() : 0;
  }

  /**
   * Nobody waits for days because a cloud says so, and a task is looked at again when its deadline
   * is reached.
   */
  private static Duration notPast(Task task, Instant now, Duration pause) {
    Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    Instant deadline = task.deadline();
    return deadline == null || !now.isBefore(deadline) || now.plus(bounded).isBefore(deadline)
        ? bounded
        : Duration.between(now, deadline).plusMillis(1);
  }
}
