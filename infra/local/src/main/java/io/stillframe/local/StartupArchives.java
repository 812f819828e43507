package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The services' AOT caches (JEP 483, 514 and 515): a JVM that has seen a service start once starts
 * it again in a third of the time. They are made by running everything once, and used while they
 * are newer than what they were made from; a JVM that finds one unfit does without it.
 */
public final class StartupArchives {
  /**
   * An archive is laid out in as much room as compressed classes may take, which is derived from
   * the services' bound on metaspace and hardly more than an archive.
   */
  private static final List<String> ROOM =
      List.of("-XX:MaxMetaspaceSize=512m", "-XX:CompressedClassSpaceSize=384m");

  /** A JVM writes down what it has recorded when it ends. */
  static final Duration RECORDING_LIMIT = Duration.ofMinutes(2);

  private StartupArchives() {}

  /**
   * Makes those that are missing or stale, which takes two minutes on two cores; nothing otherwise.
   */
  public static void make(Path root, Consumer<String> say) {
    if (Stream.of(Service.values()).allMatch(service -> isFresh(service, root))) {
      return;
    }
    long started = System.nanoTime();
    try {
      Path folder = Files.createTempDirectory("stillframe-start");
      Settings settings = Settings.withFreePorts(root, folder).withRecording();
      try (LocalStack stack = LocalStack.start(settings, line -> {})) {
        SampleJob.run(stack);
      } finally {
        Directories.delete(folder);
      }
      Parallel.run(
          Stream.of(Service.values())
              .<Runnable>map(service -> () -> create(service, settings.root()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("The services' startup archives can't be made", e);
    }
    say.accept(
        "The services' startup archives are made (%d s)"
            .formatted(Duration.ofNanos(System.nanoTime() - started).toSeconds()));
  }

  /**
   * Makes them where an image is built, and leaves beside each how long its service takes to start.
   *
   * @param args the folder that the services lie under, without archives yet
   */
  public static void main(String[] args) throws IOException {
    Logs.quiet();
    Path root = Path.of(args[0]);
    Map<Service, Duration> without = StartTimes.measure(root);
    make(root, System.out::println);
    StartTimes.write(root, without, StartTimes.measure(root));
  }

  /** What a service's JVM is told of its archive. */
  static List<String> options(Service service, Settings settings) {
    if (settings.recording()) {
      return Stream.concat(
              ROOM.stream(),
              Stream.of(
                  "-XX:AOTMode=record",
                  "-XX:AOTConfiguration=" + recorded(service, settings.root())))
          .toList();
    }
    return isFresh(service, settings.root())
        ? List.of("-XX:AOTCache=" + service.archive(settings.root()))
        : List.of();
  }

  private static Path recorded(Service service, Path root) {
    return service.archive(root).resolveSibling("startup.aotconf");
  }

  private static boolean isFresh(Service service, Path root) {
    Path archive = service.archive(root);
    try {
      return Files.exists(archive)
          && Files.getLastModifiedTime(archive)
                  .compareTo(Files.getLastModifiedTime(service.jar(root)))
              > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void create(Service service, Path root) {
    Path recorded = recorded(service, root);
    Path aside = service.archive(root).resolveSibling("startup.new");
    List<String> options = new ArrayList<>(ROOM);
    options.add("-XX:AOTMode=create");
    options.add("-XX:AOTConfiguration=" + recorded);
    options.add("-XX:AOTCache=" + aside);
    options.add("-Xlog:aot=error,cds=error");
    try {
      Process process =
          new ProcessBuilder(ServiceProcess.command(service, root, options)).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(service.module() + ": no startup archive could be made");
      }
      // Never half of one, whenever this is killed.
      Files.move(aside, service.archive(root), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(recorded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
