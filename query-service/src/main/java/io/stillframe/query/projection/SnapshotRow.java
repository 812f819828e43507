package io.stillframe.query.projection;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.stillframe.contract.Snapshot;

/** A row of {@code snapshot_view}: the snapshot after its latest event. */
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
    String document) {

  static final String UPSERT =
      "insert into snapshot_view as view"
          + " (id, organization, provider, environment, volume_id, name, state, labels, created_at,"
          + " version, revision, document)"
          + " select id, organization, provider, environment, \"volumeId\", name, state, labels,"
          + " \"createdAt\", version, revision, document from "
          + RowSet.ROWS
          + "(id uuid, organization text, provider text, environment text, \"volumeId\" text,"
          + " name text, state text, labels jsonb, \"createdAt\" timestamptz, version bigint,"
          + " revision bigint, document text)"
          + " on conflict (id) do update set organization = excluded.organization,"
          + " provider = excluded.provider, environment = excluded.environment,"
          + " volume_id = excluded.volume_id, name = excluded.name, state = excluded.state,"
          + " labels = excluded.labels, created_at = excluded.created_at,"
          + " version = excluded.version, revision = excluded.revision,"
          + " document = excluded.document"
          + " where excluded.version > view.version";

  /**
   * @param document the snapshot as the message has it, with members that we do not know yet
   */
  static SnapshotRow of(Snapshot snapshot, String document) {
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
        document);
  }

  SnapshotRow orLater(SnapshotRow other) {
    return other.version > version ? other : this;
  }
}
