package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that a process writes its output to. */
final class LogFile {
  private static final long LIMIT = 10L << 20;

  private LogFile() {}

  /**
   * Puts a log of more than 10 MiB aside as {@code <name>.1}, in place of the one put aside before.
   */
  static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LIMIT) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
