package io.stillframe.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker inside this process, on the loopback interface only, with the topics of
 * Stillframe. It is its own controller and continues with what its data directory holds.
 */
public final class KafkaBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private KafkaBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker and returns once it answers and has its topics.
   *
   * @param dataDirectory kept between runs; made when absent
   * @param port to listen on, 0 for any free one
   */
  public static KafkaBroker start(Path dataDirectory, int port) {
    return start(dataDirectory, port, Map.of());
  }

  /**
   * As {@link #start(Path, int)}.
   *
   * @param more settings of the broker: listeners come to its own, of others these count
   */
  public static KafkaBroker start(Path dataDirectory, int port, Map<String, String> more) {
    // The asked one may be free, as it should, and is not for the controller.
    List<Integer> free = Ports.free(3).stream().filter(each -> each != port).toList();
    return start(dataDirectory, port == 0 ? free.getFirst() : port, free.getLast(), more);
  }

  /** As {@link #start(Path, int)}, with a port for its controller that stays the same. */
  static KafkaBroker start(
      Path dataDirectory, int port, int controllerPort, Map<String, String> more) {
    Logs.quiet();
    Path directory = dataDirectory.toAbsolutePath().normalize();
    BrokerSettings settings = new BrokerSettings(directory, port, controllerPort, more);
    format(directory);
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings.toMap(), false), Time.SYSTEM);
    server.startup();
    KafkaBroker broker = new KafkaBroker(server, settings.bootstrapServers());
    try {
      Topics.create(broker.bootstrapServers);
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Where clients find the broker, for example {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  static String bootstrapServers(int port) {
    return BrokerSettings.HOST + port;
  }

  /**
   * Stops the broker; one that hangs is left behind after a while, its records are safe all the
   * same.
   */
  @Override
  public void close() {
    Thread stopping =
        Thread.ofPlatform()
            .daemon()
            .name("kafka-stop")
            .start(
                () -> {
                  server.shutdown();
                  server.awaitShutdown();
                });
    try {
      stopping.join(Duration.ofSeconds(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives an empty directory a cluster id; one that has an id keeps it. */
  private static void format(Path directory) {
    try {
      Files.createDirectories(directory);
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false))
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(clusterId(directory))
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("Kafka can't use " + directory, e);
    }
  }

  private static String clusterId(Path directory) throws IOException {
    Path file = directory.resolve("cluster.id");
    if (Files.notExists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }
}
