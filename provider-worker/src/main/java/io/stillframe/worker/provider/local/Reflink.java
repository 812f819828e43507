package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies that share their blocks with the original, on file systems that can (Btrfs, XFS). */
final class Reflink {
  private Reflink() {}

  /**
   * Clones {@code source} in an instant; false, with nothing left behind, where the file system
   * cannot.
   */
  static boolean tryClone(Path source, Path target) throws IOException {
    Process clone =
        new ProcessBuilder("cp", "--reflink=always", "--", source.toString(), target.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (clone.waitFor() == 0) {
        return true;
      }
    } catch (InterruptedException e) {
      clone.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(target);
    return false;
  }
}
