package io.stillframe.worker.provider.scaleway;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderRestore;
import io.stillframe.worker.provider.ProviderVolume;

/** What Scaleway's words about volumes mean. The legacy API tells no state of them. */
final class Volumes {
  private Volumes() {}

  static ProviderVolume of(Wire.Volume volume, String name) {
    Wire.Reference server = volume.server();
    return new ProviderVolume(
        volume.id(),
        name,
        volume.volumeType(),
        volume.size(),
        isReady(volume.state()),
        volume.organization(),
        server == null ? null : server.id(),
        server == null ? null : server.name());
  }

  /** While a snapshot is made of it, of ours or another's, the next one only has to wait. */
  private static boolean isReady(@Nullable String state) {
    return switch (state == null ? "available" : state) {
      case "available", "snapshotting" -> true;
      default -> false;
    };
  }

  static ProviderRestore restore(Wire.Volume volume, String name) {
    CopyStatus status = status(volume);
    return new ProviderRestore(
        status,
        status == CopyStatus.AVAILABLE
            ? new RestoredVolume(volume.id(), name, volume.size())
            : null,
        status == CopyStatus.FAILED
            ? ProblemType.PROVIDER_ERROR.because(
                "Scaleway reports the volume in the state " + volume.state())
            : null);
  }

  /** A volume that is in use already was whole before; in any state not known it may be filled. */
  private static CopyStatus status(Wire.Volume volume) {
    return switch (volume.state() == null ? "available" : volume.state()) {
      case "available", "snapshotting", "attaching", "resizing" -> CopyStatus.AVAILABLE;
      case "error" -> CopyStatus.FAILED;
      default -> CopyStatus.CREATING;
    };
  }
}
