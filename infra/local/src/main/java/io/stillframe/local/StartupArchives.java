package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The services' {@link StartupArchive}s: made by running everything once, and used while they are
 * newer than what they were made from.
 */
public final class StartupArchives {
  /** A JVM writes down what it has recorded when it ends. */
  static final Duration RECORDING_LIMIT = Duration.ofMinutes(3);

  private StartupArchives() {}

  /**
   * Makes them. With {@code aot}, which is for images, it leaves beside each how long its service
   * takes to start.
   *
   * @param args the folder that the services lie under; {@code aot} or {@code classes}
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    StartupArchive archive = StartupArchive.valueOf(args[1].toUpperCase(Locale.ROOT));
    make(archive, root);
    if (archive == StartupArchive.AOT) {
      StartTimes.write(root);
    }
  }

  /** What a service's JVM is told of its archive. */
  static List<String> options(Service service, Settings settings) {
    Path root = settings.root();
    return settings
        .recording()
        .map(archive -> archive.recording(service, root))
        .orElseGet(
            () ->
                Stream.of(StartupArchive.values())
                    .filter(archive -> archive.isFresh(service, root))
                    .findFirst()
                    .map(archive -> archive.using(service, root))
                    .orElse(List.of()));
  }

  private static void make(StartupArchive archive, Path root) throws IOException {
    Path folder = Files.createTempDirectory("stillframe-start");
    Settings settings = Settings.withFreePorts(root, folder).withRecording(archive);
    LocalStack stack = new LocalStack(settings, line -> {});
    Logs.toFile(stack.data().ownLog());
    // Whoever is asked to end leaves no process behind.
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    try (stack) {
      stack.start();
      SampleJob.run(stack, archive.rounds());
    }
    // Where that failed, its logs tell why.
    Directories.delete(folder);
    for (Service service : Service.values()) {
      Files.move(
          archive.aside(service, settings.root()),
          archive.of(service, settings.root()),
          StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
