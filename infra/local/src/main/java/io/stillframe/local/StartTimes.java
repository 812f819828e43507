package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long each service takes from its process's start until it is ready, with its startup archive,
 * beside the others at rest.
 */
final class StartTimes {
  private static final double MILLIS = 1000;

  private StartTimes() {}

  /** Measures, and leaves a line beside each service. */
  static void write(Path root) throws IOException {
    Path folder = Files.createTempDirectory("stillframe-start");
    try (LocalStack stack = LocalStack.start(Settings.withFreePorts(root, folder), line -> {})) {
      for (Service service : Service.values()) {
        stack.stop(service);
        long started = System.nanoTime();
        stack.start(service);
        stack.awaitReady(service);
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        Files.writeString(
            service.target(root).resolve("startup.times"),
            "ready %.1f s after its start%n".formatted(time.toMillis() / MILLIS));
      }
    } finally {
      Directories.delete(folder);
    }
  }
}
