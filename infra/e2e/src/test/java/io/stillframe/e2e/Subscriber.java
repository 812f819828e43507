package io.stillframe.e2e;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.stillframe.contract.Topic;

/** Reads topics as anybody can, committed records only. */
public record Subscriber(String broker) {
  private static final Duration POLL = Duration.ofMillis(200);

  /** From the topic's beginning to where it ends now. */
  public void read(Topic topic, Consumer<ConsumerRecord<String, byte[]>> take) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(POLL).forEach(take);
      }
    }
  }

  public Map<TopicPartition, Long> ends(List<Topic> topics) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      for (Topic topic : topics) {
        ends.putAll(consumer.endOffsets(partitions(consumer, topic)));
      }
    }
    return ends;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker, "isolation.level", "read_committed");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic topic) {
    return consumer.partitionsFor(topic.topicName()).stream()
        .map(each -> new TopicPartition(each.topic(), each.partition()))
        .toList();
  }
}
