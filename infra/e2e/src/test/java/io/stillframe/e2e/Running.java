package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.stillframe.local.DataFolder;
import io.stillframe.local.Listener;
import io.stillframe.local.Postgres;
import io.stillframe.local.Service;

/** Stillframe, running in whatever way: what tests see of it and do to it. */
interface Running extends AutoCloseable {
  int gatewayPort();

  /** Which of this machine's own ports is a listener's. */
  int port(Listener listener);

  /** Host and port at which this machine reaches a listener. */
  default String address(Listener listener) {
    return "127.0.0.1:" + port(listener);
  }

  /** Host and port at which this machine reaches each process of the service. */
  List<String> addresses(Service service);

  /** The first of them. */
  default String address(Service service) {
    return addresses(service).getFirst();
  }

  /** Where this machine reaches the broker. */
  default String broker() {
    return "localhost:" + port(Listener.KAFKA);
  }

  /** Logs in to a service's database. */
  default Connection database(String name) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(name), Postgres.USER, Postgres.PASSWORD);
  }

  default String jdbcUrl(String database) {
    return "jdbc:postgresql://" + address(Listener.POSTGRES) + "/" + database;
  }

  /** How often an inventory is taken. */
  default Duration inventoryPeriod() {
    return Stack.INVENTORY_PERIOD;
  }

  DataFolder data();

  /** What each process has logged so far, always in the same order. */
  default List<String> logs() {
    try (Stream<Path> files = Files.list(data().root().resolve("logs"))) {
      List<String> logs = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        logs.add(Files.readString(file));
      }
      return logs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of the service's first process, while it runs. */
  OptionalLong pid(Service service);

  /** Kills all processes of the service without warning; they are started again. */
  void kill(Service service);

  /** Stops all processes of the service until {@link #start(Service)}. */
  void stop(Service service);

  void start(Service service);

  /** Returns when the service is ready. */
  void awaitReady(Service service);

  @Override
  void close();
}
