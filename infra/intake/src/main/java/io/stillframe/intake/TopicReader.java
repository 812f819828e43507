package io.stillframe.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.stillframe.contract.Topic;

/**
 * Reads topics from their beginning, outside of any group, up to given offsets and never past them.
 * It blocks, and is used by one thread at a time. Over 200 lines because reading all of a topic and
 * its last records share how offsets are bounded.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(500);

  private static final int WINDOW = 64;

  /** Longer than a broker restarts. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<String, byte[]> consumer;
  private long lastRead = System.nanoTime();

  /**
   * @param broker the service's own settings for Kafka, TLS and credentials among them
   */
  public TopicReader(Map<String, Object> broker, Collection<TopicPartition> partitions) {
    this(consumer(broker));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private TopicReader(KafkaConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Reads all that stands in the topic now, in the order of each partition. */
  public static void readAll(
      Map<String, Object> broker, Topic topic, Consumer<ConsumerRecords<String, byte[]>> each) {
    try (TopicReader reader = new TopicReader(consumer(broker))) {
      reader.read(reader.spans(partitions(reader.consumer, List.of(topic))), Long.MAX_VALUE, each);
    }
  }

  /**
   * The last records of each partition of the topics: some of them, one at least where there is
   * one. Those of a transaction that has not ended are among them: it may yet be committed.
   */
  public static List<ConsumerRecord<String, byte[]>> readLast(
      Map<String, Object> broker, Collection<Topic> topics) {
    List<ConsumerRecord<String, byte[]>> last = new ArrayList<>();
    try (TopicReader reader = new TopicReader(consumer(broker, "read_uncommitted"))) {
      List<Span> open = reader.spans(partitions(reader.consumer, topics));
      // The last offsets may be those of ends of transactions, or of what was taken back.
      for (long window = WINDOW; !open.isEmpty(); window *= WINDOW) {
        Set<TopicPartition> found = new HashSet<>();
        reader.read(
            open,
            window,
            records -> {
              records.forEach(last::add);
              found.addAll(records.partitions());
            });
        long reached = window;
        open.removeIf(
            each -> found.contains(each.partition()) || each.from(reached) == each.begin());
      }
    }
    return last;
  }

  /** Where a partition begins and ends. */
  private record Span(TopicPartition partition, long begin, long end) {
    long from(long window) {
      return Math.max(begin, end - window);
    }
  }

  private List<Span> spans(List<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    List<Span> spans = new ArrayList<>();
    consumer
        .endOffsets(partitions)
        .forEach((each, end) -> spans.add(new Span(each, begins.getOrDefault(each, 0L), end)));
    return spans;
  }

  private void read(List<Span> spans, long window, Consumer<ConsumerRecords<String, byte[]>> each) {
    consumer.assign(spans.stream().map(Span::partition).toList());
    spans.forEach(span -> consumer.seek(span.partition(), span.from(window)));
    readUpTo(spans.stream().collect(Collectors.toMap(Span::partition, Span::end)), each);
  }

  private void readUpTo(
      Map<TopicPartition, Long> targets, Consumer<ConsumerRecords<String, byte[]>> each) {
    Optional<ConsumerRecords<String, byte[]>> next = next(targets);
    while (next.isPresent()) {
      each.accept(next.get());
      next = next(targets);
    }
  }

  /**
   * Some more of what stands before {@code targets}.
   *
   * @return none when nothing is left there
   * @throws IllegalStateException if nothing comes though something should be left
   */
  public Optional<ConsumerRecords<String, byte[]>> next(Map<TopicPartition, Long> targets) {
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

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, Collection<Topic> topics) {
    return topics.stream()
        .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
        .map(each -> new TopicPartition(each.topic(), each.partition()))
        .toList();
  }

  private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> broker) {
    return consumer(broker, "read_committed");
  }

  private static KafkaConsumer<String, byte[]> consumer(
      Map<String, Object> broker, String isolation) {
    return new KafkaConsumer<>(
        settings(broker, isolation), new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<String, Object> settings(Map<String, Object> broker, String isolation) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(ConsumerConfig.configNames());
    settings
        .keySet()
        .removeAll(
            List.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "topic-reader");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    // What retention took from under it meanwhile, the live tables do not have for long either.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Nobody waits for single records, so batches may be larger than those of other consumers.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    return settings;
  }
}
