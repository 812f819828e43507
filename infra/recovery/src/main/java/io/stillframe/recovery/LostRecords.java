package io.stillframe.recovery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.Message;
import io.stillframe.contract.Topic;
import io.stillframe.intake.Poison;
import io.stillframe.intake.Received;
import io.stillframe.intake.TopicReader;

/**
 * Reads whole topics into a restored database, in batches of one transaction each. It blocks; it is
 * for a service's start only.
 */
@Singleton
public class LostRecords {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Map<String, Object> broker;

  LostRecords(@Identifier("default-kafka-broker") Map<String, Object> broker) {
    this.broker = broker;
  }

  /**
   * Has {@code work} done for all records of the topic, but for those that can never be stored. It
   * may be called again with the same ones.
   */
  public void records(Topic topic, Function<ConsumerRecords<String, byte[]>, Uni<?>> work) {
    TopicReader.readAll(broker, topic, records -> store(records, work));
  }

  private void store(
      ConsumerRecords<String, byte[]> records,
      Function<ConsumerRecords<String, byte[]>, Uni<?>> work) {
    if (records.isEmpty()) {
      return;
    }
    try {
      await(() -> work.apply(records));
    } catch (RuntimeException e) {
      if (!Poison.isPoison(e)) {
        throw e;
      }
      if (records.count() == 1) {
        records.forEach(record -> leftOut(record, e));
        return;
      }
      for (ConsumerRecord<String, byte[]> record : records) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        store(new ConsumerRecords<>(Map.of(partition, List.of(record)), Map.of()), work);
      }
    }
  }

  private static void leftOut(ConsumerRecord<String, byte[]> record, Exception cause) {
    Log.warnf(
        "Record left out topic=%s partition=%d offset=%d: %s",
        record.topic(), record.partition(), record.offset(), cause.getMessage());
  }

  /**
   * Has {@code work} done for all records of the topic that can be read. The others were
   * dead-lettered when they were taken first; tombstones are left out.
   */
  public <T> void each(Topic topic, Class<T> type, Function<List<Received<T>>, Uni<?>> work) {
    records(topic, records -> work.apply(decode(records, type)));
  }

  /** Those of the records that can be read. */
  public static <T> List<Received<T>> decode(
      ConsumerRecords<String, byte[]> records, Class<T> type) {
    List<Received<T>> decoded = new ArrayList<>(records.count());
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.value() != null) {
        decode(record, type).ifPresent(each -> decoded.add(new Received<>(record, each)));
      }
    }
    return decoded;
  }

  /** What the record says, if it can be read. */
  public static <T> Optional<T> decode(ConsumerRecord<String, byte[]> record, Class<T> type) {
    try {
      return Optional.of(Message.read(record.value(), type));
    } catch (IOException | RuntimeException e) {
      leftOut(record, e);
      return Optional.empty();
    }
  }

  /** The last of each key. */
  public static <T> List<T> last(List<Received<T>> batch) {
    Map<String, T> last = new LinkedHashMap<>();
    batch.forEach(each -> last.put(Objects.requireNonNull(each.record().key()), each.message()));
    return List.copyOf(last.values());
  }

  /** Has {@code work} done in a transaction. */
  public <T> T await(Supplier<Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(
          () -> Panache.withTransaction(work).ifNoItem().after(LIMIT).fail());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
