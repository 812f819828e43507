package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;

import static org.awaitility.Awaitility.await;

/** Publishes as the other services do: in transactions. */
public final class Publisher {
  private static final String BROKER =
      ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
  private static final Publisher INSTANCE = new Publisher();

  private final KafkaProducer<String, byte[]> producer;
  private final Admin admin;

  private Publisher() {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                BROKER,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "test-" + UUID.randomUUID()),
            new StringSerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER));
  }

  public static void publish(Message... messages) {
    INSTANCE.send(
        List.of(messages).stream()
            .map(
                each -> {
                  ProducerRecord<String, byte[]> record =
                      new ProducerRecord<>(each.topic(), each.key(), bytes(each.value()));
                  each.headers().forEach((name, value) -> record.headers().add(name, bytes(value)));
                  return record;
                })
            .toList());
  }

  public static void publish(SnapshotRequest request) {
    publish(Message.of(request));
  }

  public static void publish(SnapshotEvent... events) {
    publish(List.of(events).stream().map(Message::of).toArray(Message[]::new));
  }

  public static void publishRaw(String topic, String key, String value) {
    INSTANCE.send(List.of(new ProducerRecord<>(topic, key, bytes(value))));
  }

  /** The key of every record of the topic so far. */
  public static List<String> keys(String topic) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                BROKER,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> keys = new ArrayList<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(record.key()));
      }
      return keys;
    }
  }

  private synchronized void send(List<ProducerRecord<String, byte[]>> records) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
    producer.commitTransaction();
    awaitVisible(sent.stream().map(each -> partition(each)).collect(Collectors.toSet()));
  }

  /** The broker marks a transaction as committed shortly after the producer was told. */
  private void awaitVisible(Set<TopicPartition> partitions) {
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () ->
                ends(partitions, IsolationLevel.READ_COMMITTED)
                    .equals(ends(partitions, IsolationLevel.READ_UNCOMMITTED)));
  }

  private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions, IsolationLevel isolation)
      throws Exception {
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(
            partitions.stream()
                .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
            new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  private static TopicPartition partition(Future<RecordMetadata> sent) {
    RecordMetadata metadata = sent.resultNow();
    return new TopicPartition(metadata.topic(), metadata.partition());
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
