package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.snapshot.Lifecycle;

/** Takes a snapshot: volume checked, copy started once, watched to its end, or cleaned up. */
@Singleton
class CreateSteps implements Steps {
  private static final Duration CLEAN_UP_POLL = Duration.ofMillis(200);

  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    if (task.step() == Step.SETTLE || task.mustSettle(now)) {
      return settle(snapshot, connection);
    }
    return task.step() == Step.START
        ? start(task, snapshot, connection, now)
        : observe(snapshot, connection);
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return Decision.quietly(snapshot, Next.settle(problem));
  }

  @Override
  public Decision abandon(Snapshot snapshot, Task task, Problem problem, Instant now) {
    if (snapshot.state() != SnapshotState.DELETING) {
      return ended(snapshot, task, problem, now);
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

  private Uni<Fold> start(Task task, Snapshot snapshot, Connection connection, Instant now) {
    if (task.calledAt() == null) {
      return create(snapshot, connection);
    }
    Instant visible = task.calledAt().plus(connection.config().visibilityDelay());
    if (now.isBefore(visible)) {
      return Uni.createFrom().failure(waitForVisibility(Duration.between(now, visible)));
    }
    return connection
        .driver()
        .findByMarker(snapshot.id())
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(seen(found.get()))
                    : create(snapshot, connection));
  }

  private static ProviderException waitForVisibility(Duration time) {
    return new ProviderException(
        ErrorClass.UNCERTAIN,
        ProblemType.PROVIDER_UNAVAILABLE.because(
            "an earlier call may have taken effect; it is looked up"),
        time);
  }

  private Uni<Fold> create(Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .getVolume(snapshot.volumeId())
        .chain(
            volume -> {
              ProviderVolume usable = usable(volume, snapshot, connection);
              return connection
                  .driver()
                  .createSnapshot(NewCopy.of(snapshot))
                  .map(copy -> started(copy, usable));
            });
  }

  /**
   * The worker checks again what the command service may not have known: a foreign volume is an
   * unknown one.
   */
  private static ProviderVolume usable(
      Optional<ProviderVolume> volume, Snapshot snapshot, Connection connection) {
    ProviderVolume known =
        volume
            .filter(each -> connection.ownerOf(each).equals(snapshot.organization()))
            .orElseThrow(
                () ->
                    ProviderException.rejected(
                        ProblemType.VOLUME_NOT_FOUND,
                        "%s has no volume %s in %s"
                            .formatted(
                                snapshot.provider(), snapshot.volumeId(), snapshot.environment())));
    if (!known.ready()) {
      throw ProviderException.rejected(
          ProblemType.VOLUME_NOT_READY, "the volume is busy; try again later");
    }
    return known;
  }

  private static Fold started(ProviderSnapshot copy, ProviderVolume volume) {
    return (snapshot, task, now) -> creating(snapshot, task, copy, volume, now);
  }

  private static Fold seen(ProviderSnapshot copy) {
    return (snapshot, task, now) -> creating(snapshot, task, copy, null, now);
  }

  /**
   * A copy exists now; its id is kept in any state, so that it can be cleaned up if nobody wants it
   * any more.
   */
  private static Decision creating(
      Snapshot snapshot,
      Task task,
      ProviderSnapshot copy,
      @Nullable ProviderVolume volume,
      Instant now) {
    if (task.cancelled() || snapshot.state() == SnapshotState.DELETING) {
      return Decision.quietly(with(snapshot, copy), Next.settle(null));
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
                }
              });
      events.add(creating);
      current = creating.snapshot();
    }
    Decision rest = progress(current, task, copy, now);
    events.addAll(rest.events());
    return new Decision(rest.snapshot(), events, rest.next());
  }

  private Uni<Fold> observe(Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .getSnapshot(CopyRef.of(snapshot))
        .map(
            copy ->
                (current, task, now) -> {
                  if (copy.isPresent()) {
                    return creating(current, task, copy.get(), null, now);
                  }
                  // Gone in the making, for example with the process that made it: the marker
                  // decides, then it begins anew.
                  return Decision.quietly(
                      current, new Next.Again(Step.START, Duration.ZERO, task.failures(), null));
                });
  }

  private static Decision progress(
      Snapshot snapshot, Task task, ProviderSnapshot copy, Instant now) {
    return switch (copy.status()) {
      case AVAILABLE -> available(snapshot, task, copy, now);
      case FAILED -> Decision.quietly(snapshot, Next.settle(problemOf(copy)));
      case CREATING, DELETING -> stillCreating(snapshot, task, copy, now);
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
                    .providerSnapshotId(copy.id())
                    .sizeBytes(copy.sizeBytes())
                    .storedBytes(copy.storedBytes())
                    .sha256(copy.sha256())
                    .cutAt(copy.cutAt())
                    .progress(copy.progress())
                    .availableAt(now)),
        Next.done());
  }

  private static Decision stillCreating(
      Snapshot snapshot, Task task, ProviderSnapshot copy, Instant now) {
    Next next = Next.observe(Polling.after(task.attempts()));
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
    return io.stillframe.contract.SnapshotBuilder.builder(snapshot)
        .providerSnapshotId(copy.id())
        .build();
  }

  private Uni<Fold> settle(Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .deleteSnapshot(CopyRef.of(snapshot))
        .chain(() -> connection.driver().findByMarker(snapshot.id()))
        .map(left -> left.isPresent() ? CreateSteps::cleanUpGoesOn : CreateSteps::cleanedUp);
  }

  private static Decision cleanUpGoesOn(Snapshot snapshot, Task task, Instant now) {
    return Decision.quietly(
        snapshot, new Next.Again(Step.SETTLE, CLEAN_UP_POLL, task.failures(), endOf(task, now)));
  }

  private static Decision cleanedUp(Snapshot snapshot, Task task, Instant now) {
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
    return ended(snapshot, task, problem, now);
  }

  private static Decision ended(Snapshot snapshot, Task task, Problem problem, Instant now) {
    boolean existed = snapshot.state() == SnapshotState.CREATING;
    return Decision.of(
        Lifecycle.become(
            snapshot,
            existed ? SnapshotState.FAILED : SnapshotState.REJECTED,
            existed ? SnapshotEvent.Failed::new : SnapshotEvent.Rejected::new,
            now,
            List.of(task.operation().failed(now, problem)),
            change -> change.problem(problem)),
        Next.done());
  }

  private static @Nullable Problem endOf(Task task, Instant now) {
    if (task.problem() == null && task.isOverdue(now)) {
      return ProblemType.DEADLINE_EXCEEDED.because("the copy was not whole at " + task.deadline());
    }
    return task.problem();
  }
}
