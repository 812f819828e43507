package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;

/** Publishes as the other services do: in transactions. */
public final class Publisher {
  private static final Publisher INSTANCE = new Publisher();

  private final KafkaProducer<String, byte[]> producer;

  private Publisher() {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "test-" + UUID.randomUUID()),
            new StringSerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
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

  private synchronized void send(List<ProducerRecord<String, byte[]>> records) {
    producer.beginTransaction();
    records.forEach(producer::send);
    producer.commitTransaction();
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
