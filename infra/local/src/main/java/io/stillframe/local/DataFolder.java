package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder with everything that outlives a run.
 *
 * @param root of the folder
 */
public record DataFolder(Path root) {
  /** The images of an environment's volumes; an image that is put here is found by the worker. */
  public Path volumes(String environment) {
    return root.resolve("volumes").resolve(environment);
  }

  /** Where the local driver keeps an environment's snapshots. */
  public Path snapshots(String environment) {
    return root.resolve("snapshots").resolve(environment);
  }

  /** The output of a service, over all its runs. */
  public Path log(Service service) {
    return log(service.module());
  }

  Path log(Replica replica) {
    return log(replica.title());
  }

  private Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  Path ownLog() {
    return root.resolve("logs").resolve("local.log");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  /** The services' working directory. */
  Path run() {
    return root.resolve("run");
  }

  PidFile pidFile(Replica replica) {
    return new PidFile(run().resolve(replica.title() + ".pid"));
  }

  /** The properties that the three services share. */
  public Path configuration() {
    return root.resolve("stillframe.properties");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  /** Makes what is missing of it. */
  public void create() throws IOException {
    for (Path directory : new Path[] {root, root.resolve("logs"), run()}) {
      Files.createDirectories(directory);
    }
    for (String environment : LocalProvider.ENVIRONMENTS) {
      Files.createDirectories(volumes(environment));
      Files.createDirectories(snapshots(environment));
    }
  }
}
