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

/** What a provider's answers mean for a snapshot in the making. Pure. */
final class CreateDecisions {
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
}
