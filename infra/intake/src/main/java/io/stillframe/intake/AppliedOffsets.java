package io.stillframe.intake;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

import io.stillframe.rows.Rows;

/**
 * How far the tables know what was taken, stored with them, so that {@link AppliedPositions} finds
 * the way back for a database that was restored. Each service has the table.
 */
public final class AppliedOffsets {
  private static final String RAISE =
      """
            insert into applied_offset as applied (topic, partition, next_offset)
            select topic, partition, next_offset
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (topic text, partition int, next_offset bigint)
            on conflict (topic, partition) do update set next_offset = excluded.next_offset
                where excluded.next_offset > applied.next_offset
            """;

  private AppliedOffsets() {}

  /** Raises them to the ends of the records, in the caller's transaction. */
  public static Uni<Void> raise(Iterable<ConsumerRecord<String, byte[]>> records) {
    return Rows.updateAll(RAISE, ends(records));
  }

  /** The same in a transaction of its own, for when all of a batch is taken. */
  public static Uni<Void> upTo(ConsumerRecords<String, byte[]> records) {
    return Panache.withTransaction(() -> raise(records));
  }

  /** In the order of their keys, in which everybody locks the rows. */
  private static Collection<Next> ends(Iterable<ConsumerRecord<String, byte[]>> records) {
    Map<String, Next> ends = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      ends.merge(
          record.topic() + "/" + record.partition(),
          new Next(record.topic(), record.partition(), record.offset() + 1),
          (one, other) -> one.next_offset() > other.next_offset() ? one : other);
    }
    return ends.values();
  }

  private record Next(String topic, int partition, long next_offset) {}
}
