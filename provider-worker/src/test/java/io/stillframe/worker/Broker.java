package io.stillframe.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.Topic;

/**
 * The other side of the topics: sends requests as the command service does and reads what the
 * worker says.
 */
public final class Broker implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

  public Broker(String bootstrapServers, String... topics) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      IntStream.range(0, consumer.partitionsFor(topic).size())
          .forEach(each -> partitions.add(new TopicPartition(topic, each)));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  public void send(Message message) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            message.topic(), message.key(), message.value().getBytes(StandardCharsets.UTF_8));
    message
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(record);
    producer.flush();
  }

  public void send(String topic, String key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, key, value));
    producer.flush();
  }

  /** Every record of the topic so far. */
  public List<ConsumerRecord<String, byte[]>> records(String topic) {
    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    return records.stream().filter(record -> record.topic().equals(topic)).toList();
  }

  /** Every event of the snapshot so far. */
  public List<SnapshotEvent> events(UUID snapshotId) {
    return records(Topic.SNAPSHOT_EVENTS.topicName()).stream()
        .filter(record -> record.key().equals(snapshotId.toString()))
        .map(Broker::event)
        .toList();
  }

  private static SnapshotEvent event(ConsumerRecord<String, byte[]> record) {
    try {
      return Message.read(record.value(), SnapshotEvent.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
