package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a PostgreSQL server keeps on disk: the cluster, its log, and a mark that the cluster was
 * once complete.
 *
 * @param root holds all of it
 */
record PostgresFiles(Path root) {
  Path cluster() {
    return root.resolve("cluster");
  }

  Path log() {
    return root.resolve("postgresql.log");
  }

  /**
   * Makes the files fit for a start: a cluster whose making was interrupted is dropped, and a
   * server that outlived the process which had started it is ended.
   */
  void prepare() throws IOException {
    Files.createDirectories(root);
    LogFile.rotate(log());
    if (Files.exists(cluster()) && Files.notExists(initialized())) {
      serverProcess().ifPresent(Processes::end);
      Directories.delete(cluster());
    }
    serverProcess().ifPresent(Processes::interrupt);
    // The number in it may since have gone to another process, which PostgreSQL would take for a
    // running server.
    Files.deleteIfExists(pidFile());
  }

  void markInitialized() throws IOException {
    Files.writeString(initialized(), "");
  }

  /** The running server on this cluster, whoever started it. */
  Optional<ProcessHandle> serverProcess() {
    try {
      if (Files.notExists(pidFile())) {
        return Optional.empty();
      }
      String pid = Files.readString(pidFile()).lines().findFirst().orElse("").strip();
      return Processes.find(pid, cluster().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path pidFile() {
    return cluster().resolve("postmaster.pid");
  }

  private Path initialized() {
    return root.resolve("initialized");
  }
}
