package io.stillframe.query.projection;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.rows.Rows;

/**
 * The state of a snapshot after some event, or word that it is gone for good. It makes the same row
 * as that event, and is there when the event has left its topic.
 *
 * @param version of the state; of a tombstone, that of the last state before it
 * @param row none for a tombstone
 */
record SnapshotStateRecord(UUID id, long version, @Nullable SnapshotRow row) {
  private static final String DELETE =
      "delete from snapshot_view view using "
          + RowSet.ROWS
          + "(id uuid, version bigint) where view.id = row.id and view.version <= row.version";

  static SnapshotStateRecord read(ConsumerRecord<String, byte[]> record) throws IOException {
    if (record.value() == null) {
      return new SnapshotStateRecord(
          UUID.fromString(record.key()), StateRow.sequence(record), null);
    }
    JsonNode tree = Message.read(record.value(), JsonNode.class);
    Snapshot snapshot = ContractJson.MAPPER.treeToValue(tree, Snapshot.class);
    if (snapshot == null || !EventRecord.isWhole(snapshot)) {
      throw new IOException("the snapshot lacks a part");
    }
    return new SnapshotStateRecord(
        snapshot.id(), snapshot.version(), SnapshotRow.of(snapshot, tree.toString(), time(record)));
  }

  static Fold.Change change(List<SnapshotStateRecord> records) {
    List<SnapshotStateRecord> latest =
        Folds.latest(
            records,
            SnapshotStateRecord::id,
            (one, other) -> other.version() >= one.version() ? other : one);
    Set<UUID> ids =
        latest.stream().map(SnapshotStateRecord::id).collect(Collectors.toUnmodifiableSet());
    return Fold.changed(
        ids,
        () ->
            Rows.updateAll(
                    SnapshotRow.UPSERT,
                    latest.stream()
                        .filter(each -> each.row() != null)
                        .map(SnapshotStateRecord::row)
                        .toList())
                .chain(
                    () ->
                        Rows.updateAll(
                            DELETE, latest.stream().filter(each -> each.row() == null).toList())));
  }

  /** When the event was decided that this is the state after. */
  private static Instant time(ConsumerRecord<String, byte[]> record) throws IOException {
    try {
      return Instant.parse(LetterHeaders.text(record, "ce_time").orElse(""));
    } catch (DateTimeException e) {
      throw new IOException("the record lacks its time", e);
    }
  }
}
