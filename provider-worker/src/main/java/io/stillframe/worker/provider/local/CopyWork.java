package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;

/** Makes one copy, in a workplace, and publishes it whole. */
final class CopyWork {
  private static final long SETTLE_PARK_NANOS = 10_000_000;
  private static final int SETTLE_PARKS = 100;

  private final Path source;
  private final NewCopy wanted;
  private final CopyFolder copies;
  private final Clock clock;

  CopyWork(Path source, NewCopy wanted, CopyFolder copies, Clock clock) {
    this.source = source;
    this.wanted = wanted;
    this.copies = copies;
    this.clock = clock;
  }

  /**
   * @throws VolumeChangedException if the image was written to meanwhile
   * @throws ProviderException if it is gone, while the folder that it was in is not
   * @throws StoppedException if somebody wants it stopped
   */
  void run(Workplace.Shift shift) throws IOException {
    try {
      make(shift);
    } catch (NoSuchFileException e) {
      if (Files.notExists(source) && Files.isDirectory(source.resolveSibling(""))) {
        throw ProviderException.rejected(
            ProblemType.VOLUME_NOT_FOUND, "the volume's image is gone");
      }
      throw e;
    }
  }

  private void make(Workplace.Shift shift) throws IOException {
    Fingerprint before = settledFingerprint();
    requireImage();
    Instant cutAt = clock.instant();
    Path target = shift.folder().resolve("image");
    ImageCopy.Result result =
        wanted.rapid() && Reflink.tryClone(source, target)
            ? hashClone(before, target, shift)
            : copy(before, target, shift);
    checkUnchanged(before);
    copies.publish(
        shift,
        new Manifest(
            wanted.snapshotId(),
            wanted.volumeId(),
            wanted.name(),
            wanted.description(),
            wanted.labels(),
            result.sizeBytes(),
            result.storedBytes(),
            result.sha256(),
            cutAt));
  }

  /**
   * Since it was listed it may have become another name of a file that is somebody else's. What
   * comes in its place from now on, the fingerprint tells.
   */
  private void requireImage() throws IOException {
    if (!Fingerprint.isBlockDevice(source) && !VolumeFolder.isImage(source)) {
      throw ProviderException.rejected(
          ProblemType.VOLUME_NOT_FOUND, "the volume's image is no file of its own any more");
    }
  }

  private ImageCopy.Result copy(Fingerprint before, Path target, Workplace.Shift shift)
      throws IOException {
    long total = Math.max(1, Files.size(source));
    return ImageCopy.copy(
        source,
        target,
        bytes -> {
          checkUnchanged(before);
          shift.report(bytes, Math.max(total, bytes));
        });
  }

  /** A clone is made in an instant: it is enough that nobody wrote in that instant. */
  private ImageCopy.Result hashClone(Fingerprint before, Path clone, Workplace.Shift shift)
      throws IOException {
    checkUnchanged(before);
    long size = Files.size(clone);
    String sha256 = ImageCopy.sha256(clone, bytes -> shift.report(bytes, size));
    return new ImageCopy.Result(size, 0, sha256);
  }

  private void checkUnchanged(Fingerprint before) throws IOException {
    if (!Fingerprint.of(source).value().equals(before.value())) {
      throw new VolumeChangedException("it was written to");
    }
  }

  /**
   * A write in the very tick of the file's stamps would not show, so the copy begins after that
   * tick.
   */
  private Fingerprint settledFingerprint() throws IOException {
    for (int i = 0; i < SETTLE_PARKS; i++) {
      Fingerprint fingerprint = Fingerprint.of(source);
      if (fingerprint.isSettled(clock.instant())) {
        return fingerprint;
      }
      LockSupport.parkNanos(SETTLE_PARK_NANOS);
    }
    throw new VolumeChangedException("it is written to all the time");
  }
}
