package io.stillframe.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.contract.Topic;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaBrokerTest {
  private static final TopicPartition PARTITION =
      new TopicPartition(Topic.SNAPSHOT_EVENTS.topicName(), 0);

  @TempDir Path directory;

  @Test
  void keepsItsRecordsOverARestart() throws Exception {
    // Given
    try (KafkaBroker broker = KafkaBroker.start(directory, 0)) {
      send(broker, "first");
    }
    // When
    try (KafkaBroker broker = KafkaBroker.start(directory, 0)) {
      send(broker, "second");
      // Then
      assertThat(read(broker)).containsExactly("first", "second");
    }
  }

  @Test
  void givesEveryTopicItsSettings() throws Exception {
    // When
    try (KafkaBroker broker = KafkaBroker.start(directory, 0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      // Then
      for (Topic topic : Topic.values()) {
        Config settings = settings(admin, topic.topicName());
        topic
            .settings()
            .forEach((key, value) -> assertThat(settings.get(key).value()).isEqualTo(value));
      }
      assertThat(settings(admin, "stillframe.query-service.dlq").get("retention.ms").value())
          .isEqualTo(Long.toString(Duration.ofDays(30).toMillis()));
    }
  }

  private static Config settings(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }

  private static void send(KafkaBroker broker, String value)
      throws ExecutionException, InterruptedException {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(PARTITION.topic(), 0, "key", value)).get();
    }
  }

  private static List<String> read(KafkaBroker broker) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      return consumer.poll(Duration.ofSeconds(10)).records(PARTITION).stream()
          .map(ConsumerRecord::value)
          .toList();
    }
  }
}
