package io.stillframe.query.projection;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

import io.stillframe.intake.Received;
import io.stillframe.query.reading.AppliedSignal;
import io.stillframe.rows.Rows;

/** Applies a batch: rows and offsets in one transaction, then those who wait are told. */
@ApplicationScoped
class Applied {
  private static final String UPSERT =
      "insert into applied_offset as applied (topic, partition, next_offset)"
          + " select topic, partition, \"nextOffset\" from "
          + RowSet.ROWS
          + "(topic text, partition int, \"nextOffset\" bigint)"
          + " on conflict (topic, partition) do update set next_offset = excluded.next_offset"
          + " where excluded.next_offset > applied.next_offset";

  private static final String SEARCH_PATH =
      "select cast(to_json(set_config('search_path', :schema, true)) as text)";

  private final AppliedSignal signal;

  Applied(AppliedSignal signal) {
    this.signal = signal;
  }

  /**
   * Writes a change and how far the records that make it reach. The offsets come first: whoever
   * locks their table holds up every projection before it has touched a row.
   */
  <T> Uni<Void> with(Collection<Received<T>> received, Fold.Change change) {
    Collection<Next> offsets = offsets(received.stream().map(Received::record).toList());
    return Panache.withTransaction(
            () -> Rows.updateAll(UPSERT, offsets).chain(() -> change.write()))
        .invoke(() -> signal.applied(change.ids()));
  }

  /**
   * Writes how far a whole batch reaches, dead letters included: readers must not wait for a record
   * that will never be applied.
   */
  Uni<Void> upTo(ConsumerRecords<String, byte[]> records) {
    Collection<Next> offsets = offsets(StreamSupport.stream(records.spliterator(), false).toList());
    return Panache.withTransaction(() -> Rows.updateAll(UPSERT, offsets))
        .invoke(() -> signal.applied(Set.of()));
  }

  /** Writes a change to the tables of another schema. */
  static Uni<Void> into(String schema, Fold.Change change) {
    return on(schema, change::write);
  }

  /** Runs {@code work} in a transaction whose tables are the schema's. */
  static <T> Uni<T> on(String schema, Supplier<Uni<T>> work) {
    return Panache.withTransaction(
        () ->
            Rows.find(SEARCH_PATH, String.class, Map.of("schema", schema)).chain(() -> work.get()));
  }

  private static Collection<Next> offsets(Collection<ConsumerRecord<String, byte[]>> records) {
    Map<String, Next> next = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      Next after = new Next(record.topic(), record.partition(), record.offset() + 1);
      next.merge(
          after.key(), after, (one, other) -> one.nextOffset() > other.nextOffset() ? one : other);
    }
    return next.values();
  }

  private record Next(String topic, int partition, long nextOffset) {
    private String key() {
      return topic + "/" + partition;
    }
  }
}
