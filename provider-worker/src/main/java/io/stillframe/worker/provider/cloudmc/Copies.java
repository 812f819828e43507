package io.stillframe.worker.provider.cloudmc;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.ProviderSnapshot;

/** What CloudMC's words mean. */
final class Copies {
  private Copies() {}

  /** Empty for a snapshot that is shown and gone all the same. */
  static Optional<ProviderSnapshot> of(Wire.Snapshot snapshot) {
    return "Destroyed".equals(snapshot.state())
        ? Optional.empty()
        : Optional.of(
            copy(
                snapshot.id(),
                null,
                Marker.in(snapshot.name()),
                Marker.strip(snapshot.name()),
                snapshot.volumeId(),
                status(snapshot.state()),
                "CloudMC reports the snapshot in the state " + snapshot.state()));
  }

  /** A snapshot of which only the task is known that makes it. */
  static ProviderSnapshot inTheMaking(TaskView task, @Nullable String ticket, UUID snapshotId) {
    boolean failed = task.status() == TaskView.Status.FAILED;
    return copy(
        task.madeId(),
        ticket,
        Optional.of(Marker.of(snapshotId)),
        null,
        null,
        // A task may end before the copy has reached its place; the snapshot's own state tells.
        failed ? CopyStatus.FAILED : CopyStatus.CREATING,
        "CloudMC's task %s failed".formatted(ticket));
  }

  /** States that are not known may be passing ones: they end at the deadline at the latest. */
  private static CopyStatus status(String state) {
    return switch (state) {
      case "BackedUp", "Copying", "Hidden" -> CopyStatus.AVAILABLE;
      case "Error" -> CopyStatus.FAILED;
      case "Destroying" -> CopyStatus.DELETING;
      default -> CopyStatus.CREATING;
    };
  }

  private static ProviderSnapshot copy(
      @Nullable String id,
      @Nullable String ticket,
      Optional<String> marker,
      @Nullable String name,
      @Nullable String volumeId,
      CopyStatus status,
      String whyFailed) {
    return new ProviderSnapshot(
        id,
        ticket,
        marker,
        name,
        volumeId,
        status,
        null,
        null,
        null,
        null,
        null,
        status == CopyStatus.FAILED ? ProblemType.PROVIDER_ERROR.because(whyFailed) : null);
  }
}
