package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long each service takes from its process's start until it is ready, with its startup archive
 * where there is a fresh one, beside the others at rest.
 */
final class StartTimes {
  private StartTimes() {}

  static Map<Service, Duration> measure(Path root) throws IOException {
    Map<Service, Duration> times = new EnumMap<>(Service.class);
    Path folder = Files.createTempDirectory("stillframe-start");
    try (LocalStack stack = LocalStack.start(Settings.withFreePorts(root, folder), line -> {})) {
      for (Service service : Service.values()) {
        stack.stop(service);
        long started = System.nanoTime();
        stack.start(service);
        stack.awaitReady(service);
        times.put(service, Duration.ofNanos(System.nanoTime() - started));
      }
    } finally {
      Directories.delete(folder);
    }
    return times;
  }

  /** Leaves a line beside each archive, for whoever wants to know what it is good for. */
  static void write(Path root, Map<Service, Duration> without, Map<Service, Duration> with) {
    with.forEach(
        (service, time) -> {
          try {
            Files.writeString(
                service.target(root).resolve("startup.times"),
                "ready %.1f s after its start, without its startup archive %.1f s%n"
                    .formatted(seconds(time), seconds(without.getOrDefault(service, time))));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
