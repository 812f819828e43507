package io.stillframe.query.projection;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;

import io.stillframe.contract.Snapshot;

/**
 * A row of {@code snapshot_view}: the snapshot after its latest event.
 *
 * @param toldAt when that event was decided; at version 0, when the request was last sent
 */
record SnapshotRow(
    UUID id,
    String organization,
    String provider,
    String environment,
    String volumeId,
    String name,
    String state,
    Map<String, String> labels,
    Instant createdAt,
    long version,
    long revision,
    Instant toldAt,
    String document) {

  private static final Comparator<SnapshotRow> ORDER =
      Comparator.comparing(SnapshotRow::version).thenComparing(SnapshotRow::toldAt);

  static final String UPSERT =
      "insert into snapshot_view as view"
          + " (id, organization, provider, environment, volume_id, name, state, labels, created_at,"
          + " version, revision, told_at, document)"
          + " select id, organization, provider, environment, \"volumeId\", name, state, labels,"
          + " \"createdAt\", version, revision, \"toldAt\", document from "
          + RowSet.ROWS
          + "(id uuid, organization text, provider text, environment text, \"volumeId\" text,"
          + " name text, state text, labels jsonb, \"createdAt\" timestamptz, version bigint,"
          + " revision bigint, \"toldAt\" timestamptz, document text)"
          + " on conflict (id) do update set organization = excluded.organization,"
          + " provider = excluded.provider, environment = excluded.environment,"
          + " volume_id = excluded.volume_id, name = excluded.name, state = excluded.state,"
          + " labels = excluded.labels, created_at = excluded.created_at,"
          + " version = excluded.version, revision = excluded.revision,"
          + " told_at = excluded.told_at, document = excluded.document"
          + " where (excluded.version, excluded.told_at) > (view.version, view.told_at)";

  /**
   * @param document the snapshot as the message has it, with members that we do not know yet
   */
  static SnapshotRow of(Snapshot snapshot, String document, Instant toldAt) {
    return new SnapshotRow(
        snapshot.id(),
        snapshot.organization(),
        snapshot.provider(),
        snapshot.environment(),
        snapshot.volumeId(),
        snapshot.name(),
        snapshot.state().wireName(),
        snapshot.labels(),
        snapshot.createdAt(),
        snapshot.version(),
        snapshot.revision(),
        toldAt,
        document);
  }

  SnapshotRow orLater(SnapshotRow other) {
    return ORDER.compare(other, this) > 0 ? other : this;
  }
}
