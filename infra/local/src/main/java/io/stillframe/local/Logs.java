package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the embedded servers say about themselves. */
final class Logs {
  /** Held here because the logging framework forgets the level of a logger that nobody holds. */
  private static final List<Logger> SERVERS =
      List.of(
          Logger.getLogger("kafka"),
          Logger.getLogger("state"),
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("io.zonky"));

  private Logs() {}

  /** Sends what this process logs to a file, so that the terminal shows progress only. */
  static void toFile(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    FileHandler handler = new FileHandler(file.toString(), 10 << 20, 1, true);
    handler.setFormatter(new SimpleFormatter());
    root.addHandler(handler);
  }

  /**
   * Leaves warnings and errors only: a broker that starts describes itself on a thousand lines
   * otherwise.
   */
  static void quiet() {
    SERVERS.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}
