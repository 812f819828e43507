package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One PostgreSQL and one Kafka for all tests of a JVM: they start with the first test that asks and
 * end with the JVM, together with their data.
 */
public final class SharedServers {
  private static final SharedServers INSTANCE = start();

  private final Postgres postgres;
  private final KafkaBroker kafka;

  private SharedServers(Postgres postgres, KafkaBroker kafka) {
    this.postgres = postgres;
    this.kafka = kafka;
  }

  /** The PostgreSQL of this JVM. */
  public static Postgres postgres() {
    return INSTANCE.postgres;
  }

  /** The Kafka of this JVM. */
  public static KafkaBroker kafka() {
    return INSTANCE.kafka;
  }

  /**
   * What a Quarkus application is configured with to use them, with the named database as its own.
   */
  public static Map<String, String> configuration(String database) {
    return Map.of(
        "quarkus.datasource.username", Postgres.USER,
        "quarkus.datasource.password", Postgres.PASSWORD,
        "quarkus.datasource.jdbc.url", postgres().jdbcUrl(database),
        "quarkus.datasource.reactive.url", postgres().reactiveUrl(database),
        "kafka.bootstrap.servers", kafka().bootstrapServers());
  }

  private static SharedServers start() {
    Thread thread = Thread.currentThread();
    ClassLoader callers = thread.getContextClassLoader();
    // Kafka loads classes by the context, and goes on doing so long after the caller's loader is
    // closed.
    thread.setContextClassLoader(SharedServers.class.getClassLoader());
    try {
      Path directory = Files.createTempDirectory("stillframe-");
      // One after the other: another thread could not enter this class while it is initialized.
      SharedServers servers =
          new SharedServers(
              Postgres.start(directory.resolve("postgres"), 0, false),
              KafkaBroker.start(directory.resolve("kafka"), 0));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> servers.end(directory)));
      return servers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(callers);
    }
  }

  private void end(Path directory) {
    kafka.close();
    postgres.close();
    Directories.delete(directory);
  }
}
