package io.stillframe.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What readers of committed records see of a topic. */
final class Published implements AutoCloseable {
  private final KafkaConsumer<String, String> consumer;
  private final String keyPrefix;
  private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

  /** Only records whose key begins with {@code keyPrefix}: tests share the topics. */
  Published(String bootstrapServers, String topic, String keyPrefix) {
    this.keyPrefix = keyPrefix;
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, consumer.partitionsFor(topic).size())
            .mapToObj(each -> new TopicPartition(topic, each))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  List<ConsumerRecord<String, String>> records() {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> {
              if (record.key().startsWith(keyPrefix)) {
                records.add(record);
              }
            });
    return List.copyOf(records);
  }

  List<String> values(String key) {
    return records().stream()
        .filter(record -> record.key().equals(key))
        .map(ConsumerRecord::value)
        .toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
