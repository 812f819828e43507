package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM keeps of a run so that it starts sooner the next time. It is of use to the very JVM
 * that made it, with the very jars; one that finds it unfit does without it.
 */
public enum StartupArchive {
  /** An AOT cache (JEP 483, 514 and 515): classes, and what the compiler has learnt of methods. */
  AOT(
      "startup.aot",
      "-XX:AOTCacheOutput=",
      "-XX:AOTCache=",
      20,
      // It is laid out in as much room as compressed classes may take, which is derived from the
      // services' bound on metaspace and hardly more than a cache.
      List.of("-XX:MaxMetaspaceSize=512m", "-XX:CompressedClassSpaceSize=384m")),

  /** A dynamic CDS archive (JEP 350): classes only. Made with less work, nearly as quick. */
  CLASSES("startup.jsa", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", 1, List.of());

  /** What a JVM says of an archive is of no use to who reads a service's log. */
  private static final String QUIET = "-Xlog:cds=off,aot=off";

  private final String file;
  private final String made;
  private final String used;
  private final int rounds;
  private final List<String> room;

  StartupArchive(String file, String made, String used, int rounds, List<String> room) {
    this.file = file;
    this.made = made;
    this.used = used;
    this.rounds = rounds;
    this.room = room;
  }

  /**
   * How often the main job is done in a run that is recorded: who compiles learns by repetition.
   */
  int rounds() {
    return rounds;
  }

  /** Where a service's is kept. */
  Path of(Service service, Path root) {
    return service.target(root).resolve(file);
  }

  /** Where it is written; never half of one is found where it is kept, whenever that ends. */
  Path aside(Service service, Path root) {
    return service.target(root).resolve(file + "." + ProcessHandle.current().pid());
  }

  /** What makes the service's JVM write one when it ends. */
  List<String> recording(Service service, Path root) {
    return Stream.concat(room.stream(), Stream.of(made + aside(service, root), QUIET)).toList();
  }

  /** What makes the service's JVM start with it. */
  List<String> using(Service service, Path root) {
    return List.of(used + of(service, root), QUIET);
  }

  /** Whether there is one, made after the service was built. */
  boolean isFresh(Service service, Path root) {
    Path archive = of(service, root);
    try {
      return Files.exists(archive)
          && Files.getLastModifiedTime(archive)
                  .compareTo(Files.getLastModifiedTime(service.jar(root)))
              > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
