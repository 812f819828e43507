package io.stillframe.dialect.cloudmc;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Progress;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;

/**
 * A snapshot as CloudMC shows it.
 *
 * @param state one of CloudStack's
 * @param intervalType {@code MANUAL}, or the interval of the schedule that made it
 * @param volume the volume's name
 */
public record CloudMcSnapshot(
    UUID id,
    String name,
    String state,
    String intervalType,
    String volumeId,
    @Nullable String volume,
    @Nullable String volumeType) {

  /** Empty for one that this API would not show any more. */
  public static Optional<CloudMcSnapshot> of(Snapshot snapshot) {
    return state(snapshot)
        .map(
            state ->
                new CloudMcSnapshot(
                    snapshot.id(),
                    snapshot.name(),
                    state,
                    snapshot.intervalType(),
                    snapshot.volumeId(),
                    snapshot.volumeName(),
                    snapshot.volumeType()));
  }

  private static Optional<String> state(Snapshot snapshot) {
    return switch (snapshot.state()) {
      case REQUESTED -> Optional.of("Allocated");
      case CREATING -> Optional.of(leavesPrimaryStorage(snapshot) ? "BackingUp" : "Creating");
      case AVAILABLE, DELETE_FAILED -> Optional.of("BackedUp");
      case FAILED, MISSING -> Optional.of("Error");
      case DELETING -> Optional.of("Destroying");
      case REJECTED, DELETED -> Optional.empty();
    };
  }

  /** The copy is on its way to secondary storage. */
  private static boolean leavesPrimaryStorage(Snapshot snapshot) {
    Progress progress = snapshot.progress();
    return !snapshot.rapid()
        && progress != null
        && progress.bytes() != null
        && progress.bytes() > 0;
  }

  /** The states that this API shows. */
  public static boolean shows(SnapshotState state) {
    return state != SnapshotState.REJECTED && state != SnapshotState.DELETED;
  }
}
