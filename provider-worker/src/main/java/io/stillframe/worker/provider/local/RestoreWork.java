package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.Path;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;

/** Makes one new volume from a copy, in a workplace, verifies it and publishes it whole. */
final class RestoreWork {
  /** File systems take 255 bytes; the marker, the extension and the sidecar's need some. */
  private static final int NAME_LIMIT = 150;

  private final Path copy;
  private final Manifest manifest;
  private final NewVolume wanted;
  private final VolumeFolder volumes;

  RestoreWork(Path copy, Manifest manifest, NewVolume wanted, VolumeFolder volumes) {
    this.copy = copy;
    this.manifest = manifest;
    this.wanted = wanted;
    this.volumes = volumes;
  }

  /**
   * @throws ProviderException if the copy does not match its checksum
   */
  void run(Workplace.Shift shift) throws IOException {
    Path image = shift.folder().resolve("image");
    long total = Math.max(1, manifest.sizeBytes());
    ImageCopy.Result result =
        ImageCopy.copy(copy, image, bytes -> shift.report(bytes, Math.max(total, bytes)));
    if (!result.sha256().equals(manifest.sha256())) {
      throw ProviderException.rejected(
          ProblemType.SNAPSHOT_CORRUPT, "the copy's SHA-256 is not the one taken when it was made");
    }
    volumes.publish(
        image,
        fileName(),
        new Sidecar(
            null, wanted.name(), "data", wanted.organization(), null, null, wanted.operationId()));
    DurableFiles.deleteTree(shift.folder());
  }

  private String fileName() {
    String safe = wanted.name().replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
    return Marker.mark(safe, wanted.operationId(), NAME_LIMIT) + ".img";
  }
}
