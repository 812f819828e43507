package io.stillframe.dialect.scaleway;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Volume;

/**
 * A snapshot as Scaleway shows it.
 *
 * @param baseVolume null when the volume is gone
 * @param creationDate with six fraction digits and {@code +00:00}
 * @param size in bytes
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ScalewaySnapshot(
    @Nullable BaseVolume baseVolume,
    String creationDate,
    UUID id,
    String name,
    String organization,
    long size,
    String state,
    String volumeType) {

  /** The volume that was copied. */
  public record BaseVolume(String id, String name) {}

  /** One snapshot, in its envelope. */
  public record One(ScalewaySnapshot snapshot) {}

  /** A page of them. */
  public record Page(List<ScalewaySnapshot> snapshots) {}

  /**
   * @param volume its volume as it is now; none when it is gone. Of another organization's only the
   *     id is shown
   * @param otherType the type of volumes whose own is none of Scaleway's
   */
  public static ScalewaySnapshot of(Snapshot snapshot, @Nullable Volume volume, String otherType) {
    Long copied = snapshot.sizeBytes();
    Volume own =
        volume != null && snapshot.organization().equals(volume.organization()) ? volume : null;
    return new ScalewaySnapshot(
        volume == null ? null : baseVolume(snapshot, volume, own),
        ScalewayWords.time(snapshot.createdAt()),
        snapshot.id(),
        snapshot.name(),
        snapshot.organization(),
        copied != null ? copied : own == null ? 0 : own.sizeBytes(),
        state(snapshot.state()),
        ScalewayWords.volumeType(snapshot.volumeType(), otherType));
  }

  /** As it was called when it was copied: after a transfer it is another's, and so is its name. */
  private static BaseVolume baseVolume(Snapshot snapshot, Volume volume, @Nullable Volume own) {
    String name = snapshot.volumeName();
    return new BaseVolume(
        volume.id(), name != null ? name : own == null ? volume.id() : own.name());
  }

  /** Whether this API shows a snapshot in this state. */
  public static boolean shows(SnapshotState state) {
    return switch (state) {
      case REQUESTED, CREATING, AVAILABLE, FAILED, DELETE_FAILED, MISSING -> true;
      case REJECTED, DELETING, DELETED -> false;
    };
  }

  private static String state(SnapshotState state) {
    return switch (state) {
      case REQUESTED, CREATING -> "snapshotting";
      case AVAILABLE, DELETE_FAILED -> "available";
      case FAILED, MISSING, REJECTED, DELETING, DELETED -> "error";
    };
  }
}
