package io.stillframe.e2e;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

import io.stillframe.local.Ports;

/** Kafka in containers: one broker, or as many as {@code -Dstillframe.brokers} says. */
final class Brokers {
  private static final String IMAGE = "stillframe/kafka:4.1";
  private static final int INSIDE = 19092;
  private static final int HOST = 9092;
  private static final int CONTROLLER = 9093;
  private static final Duration READY = Duration.ofMinutes(3);

  private final int count = Integer.getInteger("stillframe.brokers", 1);
  private final BiFunction<String, String, GenericContainer<?>> image;
  private final List<Integer> ports = Ports.free(count);
  private final List<GenericContainer<?>> containers;

  /**
   * Prepares them.
   *
   * @param image makes a container of an image, with a name in the network
   */
  Brokers(BiFunction<String, String, GenericContainer<?>> image) {
    this.image = image;
    this.containers =
        IntStream.rangeClosed(1, count).<GenericContainer<?>>mapToObj(this::broker).toList();
  }

  List<GenericContainer<?>> containers() {
    return containers;
  }

  /** Where they are for containers. */
  String addresses() {
    return nodes(number -> name(number) + ":" + INSIDE);
  }

  /** Where one of them is on this machine; it tells where the others are. */
  int port() {
    return ports.getFirst();
  }

  /** Ends when the topics are there. */
  GenericContainer<?> topics() {
    return image
        .apply(IMAGE, "topics")
        .withCommand("/etc/kafka/docker/run", "topics", addresses())
        .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(READY));
  }

  private GenericContainer<?> broker(int number) {
    int port = ports.get(number - 1);
    String copies = Integer.toString(Math.min(count, 3));
    String inSync = Integer.toString(Math.min(count, 2));
    GenericContainer<?> broker =
        image
            .apply(IMAGE, name(number))
            .withEnv("KAFKA_NODE_ID", Integer.toString(number))
            .withEnv(
                "KAFKA_LISTENERS",
                "INSIDE://:%d,HOST://:%d,CONTROLLER://:%d".formatted(INSIDE, HOST, CONTROLLER))
            .withEnv(
                "KAFKA_ADVERTISED_LISTENERS",
                "INSIDE://%s:%d,HOST://127.0.0.1:%d".formatted(name(number), INSIDE, port))
            .withEnv(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                "INSIDE:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT")
            .withEnv("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE")
            .withEnv(
                "KAFKA_CONTROLLER_QUORUM_VOTERS",
                nodes(each -> each + "@" + name(each) + ":" + CONTROLLER))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_DEFAULT_REPLICATION_FACTOR", copies)
            .withEnv("KAFKA_MIN_INSYNC_REPLICAS", inSync)
            // Small tables, as infra/local has them: while a broker makes fifty partitions of each,
            // which takes seconds, no relay can begin.
            .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "3")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "3")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_NUM_PARTITIONS", "1")
            .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies)
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies)
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", inSync)
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", copies)
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", inSync)
            .waitingFor(
                Wait.forLogMessage(".*Transitioning from RECOVERY to RUNNING.*", 1)
                    .withStartupTimeout(READY));
    // Known before the start, because a broker says where it is.
    broker.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, HOST)));
    return broker;
  }

  private static String name(int number) {
    return "kafka-" + number;
  }

  private String nodes(IntFunction<String> each) {
    return IntStream.rangeClosed(1, count).mapToObj(each).collect(Collectors.joining(","));
  }
}
