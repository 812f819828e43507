package io.stillframe.query.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

import io.stillframe.intake.AppliedOffsets;
import io.stillframe.intake.Received;
import io.stillframe.query.reading.AppliedSignal;
import io.stillframe.rows.Rows;

/** Applies a batch: rows and offsets in one transaction, then those who wait are told. */
@ApplicationScoped
class Applied {
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
    List<ConsumerRecord<String, byte[]>> records = received.stream().map(Received::record).toList();
    return Panache.withTransaction(() -> AppliedOffsets.raise(records).chain(() -> change.write()))
        .invoke(() -> signal.applied(change.ids()));
  }

  /**
   * Writes how far a whole batch reaches, dead letters included: readers must not wait for a record
   * that will never be applied.
   */
  Uni<Void> upTo(ConsumerRecords<String, byte[]> records) {
    return AppliedOffsets.upTo(records).invoke(() -> signal.applied(Set.of()));
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
}
