package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.snapshot.Lifecycle;

/** How a create ends that does not succeed. Pure. */
final class CreateCleanUp {
  private CreateCleanUp() {}

  /**
   * The provider does not let go of the copy yet. The operation ends at its deadline all the same;
   * the clean-up goes on without it.
   */
  static Decision goesOn(Snapshot snapshot, Task task, Duration pause, Instant now) {
    if (Leftovers.stayQuiet(task, now)) {
      return Decision.quietly(snapshot, Leftovers.again(task, pause, endOf(task, now)));
    }
    Next sweep = Next.sweep(pause, 0, task.problem()).withoutAct();
    if (snapshot.state() != SnapshotState.REQUESTED) {
      return leftToSweep(snapshot, task, sweep, now);
    }
    // Nobody had heard of the copy before the clean-up found it.
    SnapshotEvent creating =
        Lifecycle.become(
            snapshot,
            SnapshotState.CREATING,
            SnapshotEvent.Creating::new,
            now,
            List.of(task.operation()),
            change -> {});
    Decision end = leftToSweep(creating.snapshot(), task, sweep, now);
    return new Decision(end.snapshot(), List.of(creating, end.events().getFirst()), end.next());
  }

  /** The operation ends, and what it left is swept. */
  static Decision leftToSweep(Snapshot snapshot, Task task, Next sweep, Instant now) {
    Problem problem = endOf(task, now);
    return ended(snapshot, task, problem == null ? null : Leftovers.remain(problem), sweep, now);
  }

  /** Nothing of the copy is left. */
  static Decision done(Snapshot snapshot, Task task, Instant now) {
    if (task.step() != Step.SWEEP) {
      return snapshot.state() == SnapshotState.DELETING && !task.deleteWaits()
          ? DeleteSteps.deleted(snapshot, List.of(task.operation().cancelled(now)), now)
          : ended(snapshot, task, Leftovers.removed(endOf(task, now)), Next.done(), now);
    }
    // A cancelled create ended at its deadline, and nobody else says that its snapshot is gone.
    return snapshot.state() == SnapshotState.DELETING && !task.deleteWaits()
        ? DeleteSteps.deleted(snapshot, List.of(), now)
        : Decision.quietly(snapshot, Next.done());
  }

  /** Whoever cancelled or deleted has a snapshot that is deleting until it is deleted. */
  private static Decision ended(
      Snapshot snapshot, Task task, @Nullable Problem problem, Next next, Instant now) {
    if (snapshot.state() == SnapshotState.DELETING) {
      return Decision.of(
          Lifecycle.stay(
              snapshot,
              SnapshotEvent.Deleting::new,
              now,
              List.of(task.operation().cancelled(now)),
              change -> {}),
          next);
    }
    boolean existed = snapshot.state() == SnapshotState.CREATING;
    Problem why =
        Objects.requireNonNullElseGet(
            problem, () -> ProblemType.INTERNAL_ERROR.because("the create ended without a reason"));
    return Decision.of(
        Lifecycle.become(
            snapshot,
            existed ? SnapshotState.FAILED : SnapshotState.REJECTED,
            existed ? SnapshotEvent.Failed::new : SnapshotEvent.Rejected::new,
            now,
            List.of(task.operation().failed(now, why)),
            change -> change.problem(why)),
        next);
  }

  private static @Nullable Problem endOf(Task task, Instant now) {
    if (task.problem() == null && task.isOverdue(now)) {
      return ProblemType.DEADLINE_EXCEEDED.because("the copy was not whole at " + task.deadline());
    }
    return task.problem();
  }
}
