package io.stillframe.query.projection;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

  private final AppliedSignal signal;

  /** By topic and partition, what this process has written: only to write nothing twice. */
  private final Map<String, Long> written = new ConcurrentHashMap<>();

  Applied(AppliedSignal signal) {
    this.signal = signal;
  }

  /** Writes the rows of {@code received} and how far they reach. */
  <T> Uni<Void> with(
      Collection<Received<T>> received, Set<UUID> ids, Supplier<Uni<Void>> writeRows) {
    Collection<Next> offsets = offsets(received.stream().map(Received::record).toList());
    return Panache.withTransaction(
            () -> writeRows.get().chain(() -> Rows.updateAll(UPSERT, offsets)))
        .invoke(() -> written(offsets))
        .invoke(() -> signal.applied(ids));
  }

  /**
   * Writes how far a whole batch reaches, dead letters included: readers must not wait for a record
   * that will never be applied.
   */
  Uni<Void> upTo(ConsumerRecords<String, byte[]> records) {
    Collection<Next> offsets = offsets(StreamSupport.stream(records.spliterator(), false).toList());
    return Panache.withTransaction(() -> Rows.updateAll(UPSERT, offsets))
        .invoke(() -> written(offsets))
        .invoke(() -> signal.applied(Set.of()));
  }

  private void written(Collection<Next> offsets) {
    offsets.forEach(next -> written.put(next.key(), next.nextOffset()));
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
