package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server of its own, on the loopback interface only, with one database per service. It
 * continues with what its data directory holds, also after it was killed.
 */
public final class Postgres implements AutoCloseable {
  /**
   * Owner of the databases; no superuser, so that a migration needs no more rights here than
   * elsewhere.
   */
  public static final String USER = "stillframe";

  /**
   * The server trusts the loopback interface and checks no password; clients that insist on one
   * send this.
   */
  public static final String PASSWORD = "stillframe";

  /** The databases that exist once the server has started. */
  public static final List<String> DATABASES = List.of("command", "worker", "query");

  private static final String HOST = "127.0.0.1";
  private static final Duration STARTUP = Duration.ofSeconds(60);

  private final PostgresFiles files;
  private final EmbeddedPostgres server;

  private Postgres(PostgresFiles files, EmbeddedPostgres server) {
    this.files = files;
    this.server = server;
  }

  /**
   * Starts a server and returns once it answers and has its databases.
   *
   * @param dataDirectory kept between runs; made when absent
   * @param port to listen on, 0 for any free one
   * @param durable whether a commit survives a crash of the machine; tests are faster without
   */
  public static Postgres start(Path dataDirectory, int port, boolean durable) {
    Logs.quiet();
    PostgresFiles files = new PostgresFiles(dataDirectory.toAbsolutePath().normalize());
    try {
      files.prepare();
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(files.cluster())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port == 0 ? Ports.free() : port)
              .setPGStartupWait(STARTUP)
              .setOutputRedirector(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
              .setLocaleConfig("locale", "C")
              .setServerConfig("listen_addresses", HOST)
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("max_connections", "200")
              .setServerConfig("shared_buffers", "64MB")
              .setServerConfig("log_checkpoints", "off")
              // Zonky starts the server with fsync off; what comes later on its command line wins.
              .setServerConfig("fsync", onOff(durable))
              .setServerConfig("synchronous_commit", onOff(durable))
              .setServerConfig("full_page_writes", onOff(durable))
              .start();
      Postgres postgres = new Postgres(files, server);
      postgres.createDatabases();
      files.markInitialized();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start, see " + files.log(), e);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return server.getPort();
  }

  /** The JDBC address of a database, without user and password. */
  public String jdbcUrl(String database) {
    return jdbcUrl(port(), database);
  }

  /** The address of a database for the reactive client, without user and password. */
  public String reactiveUrl(String database) {
    return reactiveUrl(port(), database);
  }

  static String jdbcUrl(int port, String database) {
    return "jdbc:" + reactiveUrl(port, database);
  }

  static String reactiveUrl(int port, String database) {
    return "postgresql://" + HOST + ":" + port + "/" + database;
  }

  /** The server's process, with one child for each connection. */
  public Optional<ProcessHandle> process() {
    return files.serverProcess();
  }

  /** Stops the server as a crash would: clients are cut off and nothing is tidied up. */
  public void crash() {
    files.serverProcess().ifPresent(Processes::quit);
    close();
  }

  /** Ends open connections, stops the server and waits for its end. */
  @Override
  public void close() {
    Optional<ProcessHandle> process = files.serverProcess();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop", e);
    }
    process.ifPresent(Processes::awaitEnd);
  }

  private void createDatabases() {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (isAbsent(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
        statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
      }
      for (String database : DATABASES) {
        if (isAbsent(statement, "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
          statement.execute("CREATE DATABASE " + database + " OWNER " + USER);
        }
      }
    } catch (SQLException e) {
      close();
      throw new IllegalStateException("PostgreSQL has no databases for the services", e);
    }
  }

  private static boolean isAbsent(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }
}
