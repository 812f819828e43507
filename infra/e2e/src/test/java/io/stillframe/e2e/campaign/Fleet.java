package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import io.stillframe.local.Additions;
import io.stillframe.local.KafkaServer;
import io.stillframe.local.Listener;
import io.stillframe.local.LocalStack;
import io.stillframe.local.Ports;
import io.stillframe.local.Postgres;
import io.stillframe.local.Replica;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;

/**
 * Stillframe with several replicas of each service, on a broker and a database that can be killed
 * like everything else.
 */
final class Fleet implements AutoCloseable {
  static final Map<Service, Integer> PAIRS = Map.of(Service.WORKER, 2, Service.COMMAND, 2);
  static final Map<Service, Integer> SINGLE = Map.of();

  private final Settings settings;
  private final LocalStack local;
  private final int controllerPort = Ports.free(1).getFirst();
  private Optional<Process> broker = Optional.empty();
  private Optional<Postgres> postgres = Optional.empty();

  /**
   * Starts all of it and returns when it is ready.
   *
   * @param root the repository, with the services built in it
   * @param folder for data; kept afterwards
   * @param replicas of services that have more than one
   */
  Fleet(Path root, Path folder, List<String> configuration, Map<Service, Integer> replicas)
      throws IOException {
    Path file =
        Files.write(Files.createDirectories(folder).resolve("more.properties"), configuration);
    settings =
        Settings.withFreePorts(root, folder.resolve("data"))
            .with(new Additions(true, Optional.of(file), Optional.empty()))
            .withReplicas(replicas)
            .withElsewhere(Set.of(Listener.POSTGRES, Listener.KAFKA));
    try {
      startPostgres();
      startBroker();
      local = LocalStack.start(settings, line -> {});
      // For a run that somebody interrupts; at its end it has been closed already.
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    } catch (RuntimeException e) {
      stopServers();
      throw e;
    }
  }

  LocalStack local() {
    return local;
  }

  String url() {
    return local.url();
  }

  int port(Listener listener) {
    return settings.port(listener);
  }

  List<Replica> replicas(Service service) {
    return local.replicas().stream().filter(each -> each.service() == service).toList();
  }

  synchronized void startBroker() {
    if (broker.isPresent()) {
      return;
    }
    try {
      Process started =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KafkaServer.class.getName(),
                  settings.data().resolve("kafka").toString(),
                  Integer.toString(settings.port(Listener.KAFKA)),
                  Integer.toString(controllerPort))
              .redirectError(ProcessBuilder.Redirect.appendTo(log("kafka.log")))
              .start();
      broker = Optional.of(started);
      // It prints its one line when it answers.
      if (started.inputReader().readLine() == null) {
        throw new IllegalStateException(
            "the broker did not start:\n" + Files.readString(log("kafka.log").toPath()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private java.io.File log(String name) throws IOException {
    return Files.createDirectories(settings.data().resolve("logs")).resolve(name).toFile();
  }

  synchronized void killBroker() {
    broker.ifPresent(
        process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
    broker = Optional.empty();
  }

  OptionalLong brokerPid() {
    Optional<Process> now = broker;
    return now.isPresent() ? OptionalLong.of(now.get().pid()) : OptionalLong.empty();
  }

  synchronized void startPostgres() {
    if (postgres.isEmpty()) {
      postgres =
          Optional.of(
              Postgres.start(
                  settings.data().resolve("postgres"), settings.port(Listener.POSTGRES), true));
    }
  }

  /** As a crash of the server's machine would. */
  synchronized void crashPostgres() {
    postgres.ifPresent(Postgres::crash);
    postgres = Optional.empty();
  }

  /**
   * A backup of all databases as they are in the middle of their work: what a copy of the disk has.
   */
  synchronized void backUpPostgres() {
    crashPostgres();
    Path backup = settings.data().resolve("backup");
    remove(backup);
    copy(settings.data().resolve("postgres"), backup);
    startPostgres();
  }

  /** The databases are what they were at the last backup. All services are stopped for it. */
  synchronized void restorePostgres() {
    local.replicas().forEach(local::stop);
    crashPostgres();
    remove(settings.data().resolve("postgres"));
    copy(settings.data().resolve("backup"), settings.data().resolve("postgres"));
    startPostgres();
    local.replicas().forEach(local::start);
  }

  private static void copy(Path from, Path to) {
    run("cp", "-a", from.toString(), to.toString());
  }

  private static void remove(Path folder) {
    run("rm", "-rf", folder.toString());
  }

  private static void run(String... command) {
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The database hangs: connections stay, and nothing answers. */
  synchronized void pausePostgres() {
    signalPostgres("STOP");
  }

  synchronized void resumePostgres() {
    signalPostgres("CONT");
  }

  private void signalPostgres(String signal) {
    postgres
        .flatMap(Postgres::process)
        .ifPresent(
            server ->
                Stream.concat(Stream.of(server), server.descendants())
                    .forEach(process -> signal(process.pid(), signal)));
  }

  /** Cuts every connection of the services to their databases. */
  void cutDatabaseConnections() {
    String url = "jdbc:postgresql://127.0.0.1:" + settings.port(Listener.POSTGRES) + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = '"
              + Postgres.USER
              + "'");
    } catch (SQLException e) {
      // Whoever is down already has no connections.
    }
  }

  /** All processes that there are, paused ones included. */
  List<Long> pids() {
    List<Long> all = new ArrayList<>();
    Stream.concat(local.replicas().stream().map(local::pid), Stream.of(brokerPid()))
        .forEach(pid -> pid.ifPresent(all::add));
    return all;
  }

  static void signal(long pid, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything runs again: what was paused goes on, what was stopped is started. */
  void heal() {
    resumePostgres();
    startPostgres();
    startBroker();
    pids().forEach(pid -> signal(pid, "CONT"));
    local.replicas().forEach(local::start);
    local.replicas().forEach(local::awaitReady);
  }

  @Override
  public synchronized void close() {
    resumePostgres();
    pids().forEach(pid -> signal(pid, "CONT"));
    local.close();
    stopServers();
  }

  private synchronized void stopServers() {
    killBroker();
    postgres.ifPresent(Postgres::close);
    postgres = Optional.empty();
  }
}
