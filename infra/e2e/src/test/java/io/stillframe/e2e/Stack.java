package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.stillframe.local.Additions;
import io.stillframe.local.Listener;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;

/** The packaged services, running: one stack for all tests, started when the first asks for it. */
final class Stack implements AutoCloseable {
  /** The repository, with the services built in it. */
  static final Path ROOT =
      Path.of(System.getProperty("stillframe.root", "../..")).toAbsolutePath().normalize();

  /** With `-Pcontainers`: everything in containers, two of each service. */
  private static final boolean IN_CONTAINERS = Boolean.getBoolean("stillframe.containers");

  /** With `-Pcluster`: what runs on a cluster already. */
  private static final boolean ON_CLUSTER = Boolean.getBoolean("stillframe.cluster");

  private static final Logger KAFKA_CLIENTS = Logger.getLogger("org.apache.kafka");
  static final Duration INVENTORY_PERIOD = Duration.ofSeconds(1);

  private static final Duration RESTART = Duration.ofSeconds(60);

  private final Path folder;
  private final Path keysFile;
  private final Additions additions;
  private final Running running;

  private Stack() throws IOException {
    KAFKA_CLIENTS.setLevel(Level.WARNING);
    folder = Files.createTempDirectory("stillframe-e2e");
    Path data = Files.createDirectory(folder.resolve("data"));
    keysFile = Files.createFile(data.resolve("keys.properties"));
    additions = additions(folder, keysFile);
    running = start(data);
    // For a run that somebody interrupts; after the last test it has been closed already.
    Runtime.getRuntime().addShutdownHook(new Thread(running::close));
  }

  private Running start(Path data) {
    if (ON_CLUSTER) {
      return Cluster.attach(folder);
    }
    return IN_CONTAINERS
        ? Containers.start(data, additions)
        : Processes.start(Settings.withFreePorts(ROOT, data).with(additions));
  }

  /**
   * Simulated clouds, TLS, and each of the clouds behind a name of its own: this machine is
   * localhost, 127.0.0.1 and 127.1.
   */
  private static Additions additions(Path folder, Path keysFile) throws IOException {
    Path configuration =
        Files.write(
            folder.resolve("e2e.properties"),
            List.of(
                "stillframe.dialects.scaleway.hosts.\"127.0.0.1\".provider=cox",
                "stillframe.dialects.scaleway.hosts.\"127.0.0.1\".environment=test_area",
                "stillframe.dialects.scaleway.hosts.\"127.1\".provider=par1",
                "stillframe.dialects.scaleway.hosts.\"127.1\".environment=par1",
                "stillframe.dialects.scaleway.hosts.\"127.1\".create-status=201",
                "stillframe.keys-file=" + keysFile,
                // Calls that are made to hang are not waited for longer.
                "stillframe.providers.cox.call-timeout=6s",
                "stillframe.providers.par1.call-timeout=6s",
                "stillframe.inventory.interval=" + INVENTORY_PERIOD));
    return new Additions(true, Optional.of(configuration), Optional.of(Certificate.in(folder)));
  }

  /** Where the gateway speaks TLS, and what to trust it by. */
  int tlsPort() {
    return running.port(Listener.TLS);
  }

  /** What a simulated cloud lets tests do to it. */
  Api control(Listener cloud) {
    return new Api("http://" + running.address(cloud), "");
  }

  Path certificate() {
    return additions.tls().orElseThrow().certificate();
  }

  /** A caller without our own key header: foreign APIs have theirs. */
  Api foreign() {
    return as("");
  }

  Running running() {
    return running;
  }

  Api operator() {
    return as("local-operator");
  }

  Api as(String key) {
    return new Api("http://localhost:" + running.gatewayPort(), key);
  }

  /** The file with keys that may come and go; it is empty. */
  Path keysFile() {
    return keysFile;
  }

  Disk disk() {
    return Disk.of(running.data());
  }

  TestVolume randomVolume(long bytes) {
    return TestVolume.random(disk().volumes(), bytes);
  }

  TestVolume sparseVolume(long bytes) {
    return TestVolume.sparse(disk().volumes(), bytes);
  }

  EventLog events() {
    return EventLog.read(running.broker());
  }

  /** Kills a service as a power cut would and returns when supervision has it running again. */
  void killAndAwaitRestart(Service service) {
    OptionalLong killed = running.pid(service);
    running.kill(service);
    awaitRestart(service, killed);
  }

  /** Returns when a process that was killed has a successor that is ready. */
  void awaitRestart(Service service, OptionalLong killed) {
    Awaitility.await()
        .atMost(RESTART)
        .until(() -> running.pid(service).isPresent() && !running.pid(service).equals(killed));
    running.awaitReady(service);
  }

  /** The numbers from 1 to what was seen last: what a gap-free sequence looks like. */
  static List<Long> gapFree(List<Long> versions) {
    return LongStream.rangeClosed(1, versions.size()).boxed().toList();
  }

  @Override
  public void close() throws IOException {
    running.close();
    keepLogs();
    Folders.deleteTree(folder);
  }

  private void keepLogs() throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "stack-logs"));
    try (Stream<Path> logs = Files.list(running.data().root().resolve("logs"))) {
      for (Path log : logs.toList()) {
        Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Hands the shared stack to tests, and closes it after the last of all. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(Stack.class, key -> start(), Stack.class);
    }

    private static Stack start() {
      try {
        return new Stack();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
