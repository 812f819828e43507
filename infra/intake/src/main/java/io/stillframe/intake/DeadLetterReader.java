package io.stillframe.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.Topic;

/** Reads single dead letters where they stand. */
@ApplicationScoped
class DeadLetterReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Map<String, Object> broker;
  private final Vertx vertx;

  DeadLetterReader(@Identifier("default-kafka-broker") Map<String, Object> broker, Vertx vertx) {
    this.broker = broker;
    this.vertx = vertx;
  }

  /** The letter; none when its place is empty, before the beginning or behind the end. */
  Uni<Optional<ConsumerRecord<String, byte[]>>> find(Topic topic, DeadLetterId id) {
    return Uni.createFrom()
        .completionStage(
            () -> vertx.executeBlocking(() -> read(topic, id), false).toCompletionStage());
  }

  private Optional<ConsumerRecord<String, byte[]>> read(Topic topic, DeadLetterId id) {
    TopicPartition place = new TopicPartition(topic.topicName(), id.partition());
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
      if (consumer.partitionsFor(topic.topicName(), TIMEOUT).size() <= id.partition()) {
        return Optional.empty();
      }
      List<TopicPartition> only = List.of(place);
      consumer.assign(only);
      long end = consumer.endOffsets(only, TIMEOUT).getOrDefault(place, 0L);
      if (id.offset() < consumer.beginningOffsets(only, TIMEOUT).getOrDefault(place, 0L)) {
        return Optional.empty();
      }
      consumer.seek(place, id.offset());
      while (consumer.position(place, TIMEOUT) < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(TIMEOUT)) {
          return Optional.of(record).filter(found -> found.offset() == id.offset());
        }
      }
      return Optional.empty();
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(ConsumerConfig.configNames());
    settings.keySet().removeAll(List.of(ConsumerConfig.GROUP_ID_CONFIG, "group.instance.id"));
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return settings;
  }
}
