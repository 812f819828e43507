package io.stillframe.query.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Replayable;
import io.stillframe.intake.Taker;

/** Folds batches: into the tables that are read, or into those that will take their place. */
@ApplicationScoped
public class Projection implements Replayable {
  private final Intake intake;
  private final Applied applied;

  Projection(Intake intake, Applied applied) {
    this.intake = intake;
    this.applied = applied;
  }

  /** Folds {@code records} into the tables that are read, with how far they reach. */
  Uni<Void> live(ConsumerRecords<String, byte[]> records) {
    return each(
        records, (fold, ofTopic) -> intake.take(ofTopic, live(fold), () -> applied.upTo(ofTopic)));
  }

  /**
   * Folds {@code records} into the tables of another schema. What cannot be taken was dead-lettered
   * when it was taken first, and is left out.
   */
  public Uni<Void> into(String schema, ConsumerRecords<String, byte[]> records) {
    return each(records, (fold, ofTopic) -> intake.take(ofTopic, into(schema, fold)));
  }

  @Override
  public List<Taker<?>> takersOfReplays() {
    return Folds.ALL.stream().<Taker<?>>map(this::live).toList();
  }

  /** Those of the records that are of the topic. */
  static ConsumerRecords<String, byte[]> of(ConsumerRecords<String, byte[]> records, Topic topic) {
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> found = new LinkedHashMap<>();
    records.partitions().stream()
        .filter(partition -> partition.topic().equals(topic.topicName()))
        .forEach(partition -> found.put(partition, records.records(partition)));
    return new ConsumerRecords<>(found, Map.of());
  }

  private <T> Taker<T> live(Fold<T> fold) {
    Taker<T> taker =
        Taker.of(
            fold.topic(),
            fold.decoder(),
            received -> applied.with(received, fold.reduce().apply(received)));
    return fold.topic().isDeadLetters() ? taker.refusedBy(Projection::leftOut) : taker;
  }

  private <T> Taker<T> into(String schema, Fold<T> fold) {
    return Taker.of(
            fold.topic(),
            fold.decoder(),
            received -> Applied.into(schema, fold.reduce().apply(received)))
        .refusedBy(Projection::leftOut);
  }

  /** A dead letter that cannot be shown must not become another one, for ever. */
  private static Uni<Void> leftOut(ConsumerRecord<String, byte[]> record, Throwable cause) {
    Log.warnf(
        "Record left out topic=%s partition=%d offset=%d: %s",
        record.topic(), record.partition(), record.offset(), cause);
    return Uni.createFrom().voidItem();
  }

  private interface Take {
    Uni<Void> take(Fold<?> fold, ConsumerRecords<String, byte[]> records);
  }

  private static Uni<Void> each(ConsumerRecords<String, byte[]> records, Take take) {
    Uni<Void> taken = Uni.createFrom().voidItem();
    for (Fold<?> fold : Folds.ALL) {
      ConsumerRecords<String, byte[]> ofTopic = of(records, fold.topic());
      if (!ofTopic.isEmpty()) {
        taken = taken.chain(() -> take.take(fold, ofTopic));
      }
    }
    return taken;
  }
}
