package io.stillframe.query.rebuild;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics from their beginning, outside of any group, up to given offsets and never past them.
 * It blocks, and is used by one thread at a time.
 */
final class TopicReader implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(500);

  /** Longer than a broker restarts. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<String, byte[]> consumer;
  private long lastRead = System.nanoTime();

  TopicReader(Map<String, Object> broker, Collection<TopicPartition> partitions) {
    consumer =
        new KafkaConsumer<>(
            settings(broker), new StringDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Some more of what stands before {@code targets}.
   *
   * @return none when nothing is left there
   * @throws IllegalStateException if nothing comes though something should be left
   */
  Optional<ConsumerRecords<String, byte[]>> next(Map<TopicPartition, Long> targets) {
    List<TopicPartition> behind =
        targets.entrySet().stream()
            .filter(target -> consumer.position(target.getKey()) < target.getValue())
            .map(Map.Entry::getKey)
            .toList();
    if (behind.isEmpty()) {
      lastRead = System.nanoTime();
      return Optional.empty();
    }
    consumer.pause(consumer.assignment());
    consumer.resume(behind);
    ConsumerRecords<String, byte[]> polled = consumer.poll(WAIT);
    if (!polled.isEmpty()) {
      lastRead = System.nanoTime();
    } else if (System.nanoTime() - lastRead > PATIENCE.toNanos()) {
      // As when a topic was made anew, and the read model was not.
      throw new IllegalStateException("nothing comes before the applied offsets of " + behind);
    }
    return Optional.of(cut(polled, targets));
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Without what stands behind the targets, which is read again when they have moved on. */
  private ConsumerRecords<String, byte[]> cut(
      ConsumerRecords<String, byte[]> polled, Map<TopicPartition, Long> targets) {
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> before = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      long target = targets.getOrDefault(partition, 0L);
      List<ConsumerRecord<String, byte[]>> all = polled.records(partition);
      List<ConsumerRecord<String, byte[]>> kept =
          all.stream().filter(record -> record.offset() < target).toList();
      if (kept.size() < all.size()) {
        consumer.seek(partition, target);
      }
      if (!kept.isEmpty()) {
        before.put(partition, kept);
      }
    }
    return new ConsumerRecords<>(before, Map.of());
  }

  private static Map<String, Object> settings(Map<String, Object> broker) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(ConsumerConfig.configNames());
    settings
        .keySet()
        .removeAll(
            List.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "query-service-rebuild");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // What retention took from under it meanwhile, the live tables do not have for long either.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // No reader waits for these rows, so batches may be larger than those of the projection.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    return settings;
  }
}
