package io.stillframe.query.projection;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.query.snapshot.TimelineEntry;

/**
 * A row of {@code timeline_entry}: one event.
 *
 * @param slot the version; 0 for every {@code progressed}, so that the latest takes the place of
 *     the others
 * @param document as the owner reads it
 * @param previousDocument as the former owner reads it, when the event was a transfer
 */
record TimelineRow(
    UUID snapshotId,
    long slot,
    long version,
    Instant toldAt,
    String organization,
    @Nullable String previousOrganization,
    String document,
    @Nullable String previousDocument) {

  static final String UPSERT =
      "insert into timeline_entry as entry"
          + " (snapshot_id, slot, version, told_at, organization, previous_organization, document,"
          + " previous_document)"
          + " select \"snapshotId\", slot, version, \"toldAt\", organization, \"previousOrganization\", document,"
          + " \"previousDocument\" from "
          + RowSet.ROWS
          + "(\"snapshotId\" uuid, slot bigint, version bigint, \"toldAt\" timestamptz,"
          + " organization text,"
          + " \"previousOrganization\" text, document text, \"previousDocument\" text)"
          + " on conflict (snapshot_id, slot) do update set version = excluded.version,"
          + " told_at = excluded.told_at,"
          + " organization = excluded.organization,"
          + " previous_organization = excluded.previous_organization,"
          + " document = excluded.document,"
          + " previous_document = excluded.previous_document"
          + " where excluded.version > entry.version";

  /** What is unique in the table. */
  record Key(UUID snapshotId, long slot) {}

  static TimelineRow of(SnapshotEvent event) {
    TimelineEntry entry = TimelineEntry.of(event, event.snapshot().organization());
    String former = entry.previousOrganization();
    return new TimelineRow(
        event.snapshot().id(),
        event instanceof SnapshotEvent.Progressed ? 0 : entry.version(),
        entry.version(),
        event.time(),
        entry.organization(),
        former,
        Message.write(entry),
        former == null ? null : Message.write(TimelineEntry.of(event, former)));
  }

  Key key() {
    return new Key(snapshotId, slot);
  }

  TimelineRow orLater(TimelineRow other) {
    return other.version > version ? other : this;
  }
}
