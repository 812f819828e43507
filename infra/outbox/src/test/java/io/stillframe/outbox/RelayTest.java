package io.stillframe.outbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import io.stillframe.contract.Topic;
import io.stillframe.local.KafkaBroker;
import io.stillframe.local.SharedServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Isolated
class RelayTest {
  private static final String TOPIC = Topic.SNAPSHOT_EVENTS.topicName();

  private final String prefix = UUID.randomUUID().toString();

  @Test
  void publishesInOrderPerKeyAndEmptiesTheOutbox() {
    // Given
    TestOutbox outbox = new TestOutbox("in_order");
    List<String> values = IntStream.range(0, 700).mapToObj(Integer::toString).toList();
    values.forEach(value -> outbox.append(TOPIC, prefix + Integer.parseInt(value) % 7, value));

    // When
    try (Relay relay = relay(outbox, "in-order", SharedServers.kafka().bootstrapServers());
        Published published = published()) {
      relay.start();

      // Then
      await().untilAsserted(() -> assertThat(published.records()).hasSize(700));
      for (int key = 0; key < 7; key++) {
        assertThat(published.values(prefix + key).stream().map(Integer::valueOf).toList())
            .isSorted()
            .hasSize(100);
      }
      await().untilAsserted(() -> assertThat(outbox.pending()).isZero());
    }
  }

  @Test
  void publishesWhatWasCommittedBeforeItEnds() {
    // Given
    TestOutbox outbox = new TestOutbox("at_the_end");
    try (Published published = published()) {
      try (Relay relay = relay(outbox, "at-the-end", SharedServers.kafka().bootstrapServers())) {
        relay.start();
        outbox.append(TOPIC, prefix, "before");
        await().until(() -> outbox.pending() == 0);

        // When
        IntStream.range(0, 300)
            .forEach(value -> outbox.append(TOPIC, prefix, Integer.toString(value)));
      }

      // Then
      assertThat(outbox.pending()).isZero();
      await().untilAsserted(() -> assertThat(published.records()).hasSize(301));
    }
  }

  @Test
  void holdsBackOnlyTheKeyOfARowThatTheBrokerRefuses() {
    // Given
    TestOutbox outbox = new TestOutbox("refused");
    outbox.append(TOPIC, prefix + "a", "1");
    outbox.append(TOPIC, prefix + "a", "x".repeat(2_000_000));
    outbox.append(TOPIC, prefix + "a", "3");
    outbox.append(TOPIC, prefix + "b", "1");

    // When
    try (Relay relay = relay(outbox, "refused", SharedServers.kafka().bootstrapServers());
        Published published = published()) {
      relay.start();

      // Then
      await().untilAsserted(() -> assertThat(published.values(prefix + "b")).containsExactly("1"));
      await()
          .during(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(published.values(prefix + "a")).containsExactly("1"));
      assertThat(outbox.pending()).isEqualTo(2);
    }
  }

  @Test
  void goesOnAfterTheBrokerWasAway(@TempDir Path folder) {
    // Given
    TestOutbox outbox = new TestOutbox("broker_away");
    KafkaBroker broker = KafkaBroker.start(folder, 0);
    int port = URI.create("tcp://" + broker.bootstrapServers()).getPort();
    try (Relay relay = relay(outbox, "broker-away", broker.bootstrapServers())) {
      relay.start();
      outbox.append(TOPIC, prefix, "before");
      await().until(() -> outbox.pending() == 0);

      // When
      broker.close();
      outbox.append(TOPIC, prefix, "meanwhile");
      broker = KafkaBroker.start(folder, port);

      // Then
      await().atMost(Duration.ofSeconds(40)).until(() -> outbox.pending() == 0);
      try (Published published = new Published(broker.bootstrapServers(), TOPIC, prefix)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(published.values(prefix))
                        .containsSubsequence("before", "meanwhile"));
      }
    } finally {
      broker.close();
    }
  }

  private Published published() {
    return new Published(SharedServers.kafka().bootstrapServers(), TOPIC, prefix);
  }

  private static Relay relay(TestOutbox outbox, String service, String bootstrapServers) {
    return new Relay(
        new OutboxTable(outbox.dataSource),
        new RelayProducer(
            RelayProducer.settings(Map.of("bootstrap.servers", bootstrapServers), service)),
        TestOutbox.CONFIG);
  }
}
