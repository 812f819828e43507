package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.snapshot.Lifecycle;

/**
 * What a provider's answers mean for a snapshot in the making. Pure. Over 200 lines because a
 * create may end in eight ways, which are read together.
 */
final class CreateDecisions {
  /** How soon a clean-up is tried again that has failed often, and that no operation waits for. */
  private static final Duration LATER = Duration.ofMinutes(5);

  private CreateDecisions() {}

  /**
   * A copy exists now; its id is kept in any state, so that it can be cleaned up if nobody wants it
   * any more.
   */
  static Decision creating(
      Snapshot snapshot,
      Task task,
      ProviderSnapshot copy,
      @Nullable ProviderVolume volume,
      Duration pause,
      Instant now) {
    boolean wanted =
        snapshot.state() == SnapshotState.REQUESTED || snapshot.state() == SnapshotState.CREATING;
    if (task.cancelled() || !wanted) {
      return Decision.quietly(with(snapshot, copy), Next.settle(null, copy.ticket()));
    }
    List<SnapshotEvent> events = new ArrayList<>();
    Snapshot current = snapshot;
    if (snapshot.state() == SnapshotState.REQUESTED) {
      SnapshotEvent creating =
          Lifecycle.become(
              snapshot,
              SnapshotState.CREATING,
              SnapshotEvent.Creating::new,
              now,
              List.of(task.operation()),
              change -> {
                change
                    .providerSnapshotId(copy.id())
                    .sizeBytes(copy.sizeBytes())
                    .progress(copy.progress());
                if (volume != null) {
                  change.volumeName(volume.name()).volumeType(volume.type());
                  change.sizeBytes(
                      Objects.requireNonNullElse(copy.sizeBytes(), volume.sizeBytes()));
                }
              });
      events.add(creating);
      current = creating.snapshot();
    }
    Decision rest = progress(with(current, copy), task, copy, pause, now);
    events.addAll(rest.events());
    return new Decision(rest.snapshot(), events, rest.next());
  }

  private static Decision progress(
      Snapshot snapshot, Task task, ProviderSnapshot copy, Duration pause, Instant now) {
    return switch (copy.status()) {
      case AVAILABLE -> available(snapshot, task, copy, now);
      case FAILED -> Decision.quietly(snapshot, Next.settle(problemOf(copy)));
      case CREATING, DELETING -> stillCreating(snapshot, copy, pause, now);
    };
  }

  private static Problem problemOf(ProviderSnapshot copy) {
    return Objects.requireNonNullElseGet(
        copy.problem(), () -> ProblemType.PROVIDER_ERROR.because("the provider gave up the copy"));
  }

  private static Decision available(
      Snapshot snapshot, Task task, ProviderSnapshot copy, Instant now) {
    Operation succeeded = task.operation().succeeded(now, null);
    return Decision.of(
        Lifecycle.become(
            snapshot,
            SnapshotState.AVAILABLE,
            SnapshotEvent.Available::new,
            now,
            List.of(succeeded),
            change ->
                change
                    .sizeBytes(orKnown(copy.sizeBytes(), snapshot.sizeBytes()))
                    .storedBytes(copy.storedBytes())
                    .sha256(copy.sha256())
                    .cutAt(copy.cutAt())
                    .progress(copy.progress())
                    .availableAt(now)),
        Next.done());
  }

  private static Decision stillCreating(
      Snapshot snapshot, ProviderSnapshot copy, Duration pause, Instant now) {
    Next next = Next.observe(pause, copy.ticket());
    if (copy.progress() == null || copy.progress().equals(snapshot.progress())) {
      return Decision.quietly(snapshot, next);
    }
    return Decision.of(
        Lifecycle.stay(
            snapshot,
            SnapshotEvent.Progressed::new,
            now,
            List.of(),
            change -> change.progress(copy.progress())),
        next);
  }

  private static Snapshot with(Snapshot snapshot, ProviderSnapshot copy) {
    return copy.id() == null
        ? snapshot
        : SnapshotBuilder.builder(snapshot).providerSnapshotId(copy.id()).build();
  }

  /** What a provider does not tell any more stays as it was told. */
  private static @Nullable Long orKnown(@Nullable Long told, @Nullable Long known) {
    return told == null ? known : told;
  }

  /**
   * The provider does not let go of the copy yet. An operation ends at its deadline all the same;
   * the clean-up goes on without it.
   */
  static Decision cleanUpGoesOn(Snapshot snapshot, Task task, Duration pause, Instant now) {
    Problem problem = endOf(task, now);
    Next next = new Next.Again(Step.SETTLE, pause, 0, problem);
    if (problem == null || task.cancelled() || hasEnded(snapshot, task) || !task.isOverdue(now)) {
      return Decision.quietly(snapshot, next);
    }
    return ended(snapshot, task, withRemains(problem), next, now);
  }

  private static Problem withRemains(Problem problem) {
    return new Problem(
        problem.type(),
        problem.title(),
        problem.status(),
        problem.detail() + "; what there is of it is removed as soon as the provider allows it",
        null,
        problem.providerCode(),
        problem.providerRequestId());
  }

  /**
   * Whether the operation ended before its clean-up did. Whoever deletes meanwhile cancels none.
   */
  private static boolean hasEnded(Snapshot snapshot, Task task) {
    return switch (snapshot.state()) {
      case REQUESTED, CREATING -> false;
      case DELETING -> !task.cancelled();
      case AVAILABLE, REJECTED, FAILED, DELETED, DELETE_FAILED, MISSING -> true;
    };
  }

  static Decision cleanedUp(Snapshot snapshot, Task task, Instant now) {
    if (hasEnded(snapshot, task)) {
      return Decision.quietly(snapshot, Next.done());
    }
    if (snapshot.state() == SnapshotState.DELETING) {
      Operation cancelled = task.operation().cancelled(now);
      return Decision.of(
          task.deleteWaits()
              ? Lifecycle.stay(
                  snapshot, SnapshotEvent.Deleting::new, now, List.of(cancelled), change -> {})
              : Lifecycle.become(
                  snapshot,
                  SnapshotState.DELETED,
                  SnapshotEvent.Deleted::new,
                  now,
                  List.of(cancelled),
                  change -> change.progress(null)),
          Next.done());
    }
    Problem problem =
        Objects.requireNonNullElseGet(
            endOf(task, now),
            () -> ProblemType.INTERNAL_ERROR.because("the create ended without a reason"));
    return ended(snapshot, task, problem, Next.done(), now);
  }

  private static Decision ended(
      Snapshot snapshot, Task task, Problem problem, Next next, Instant now) {
    boolean existed = snapshot.state() == SnapshotState.CREATING;
    return Decision.of(
        Lifecycle.become(
            snapshot,
            existed ? SnapshotState.FAILED : SnapshotState.REJECTED,
            existed ? SnapshotEvent.Failed::new : SnapshotEvent.Rejected::new,
            now,
            List.of(task.operation().failed(now, problem)),
            change -> change.problem(problem)),
        next);
  }

  private static @Nullable Problem endOf(Task task, Instant now) {
    if (task.problem() == null && task.isOverdue(now)) {
      return ProblemType.DEADLINE_EXCEEDED.because("the copy was not whole at " + task.deadline());
    }
    return task.problem();
  }

  static Decision abandoned(Snapshot snapshot, Task task, Problem problem, Instant now) {
    if (hasEnded(snapshot, task)) {
      // Nobody waits for it any more, but it was promised that nothing stays.
      return Decision.quietly(
          snapshot, new Next.Again(Step.SETTLE, LATER, task.failures(), task.problem()));
    }
    if (snapshot.state() != SnapshotState.DELETING) {
      return ended(snapshot, task, problem, Next.done(), now);
    }
    Operation cancelled = task.operation().cancelled(now);
    return Decision.of(
        task.deleteWaits()
            ? Lifecycle.stay(
                snapshot, SnapshotEvent.Deleting::new, now, List.of(cancelled), change -> {})
            : Lifecycle.become(
                snapshot,
                SnapshotState.DELETE_FAILED,
                SnapshotEvent.DeleteFailed::new,
                now,
                List.of(cancelled),
                change -> change.problem(problem)),
        Next.done());
  }
}
