package io.stillframe.query.projection;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

import io.stillframe.api.OperationAnswer;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;

/**
 * A row of {@code operation_view}.
 *
 * @param version of the snapshot when this was told; 0 for what only the request tells
 * @param toldAt when that was; at version 0, when the request was last sent
 */
record OperationRow(
    UUID id,
    String organization,
    UUID snapshotId,
    String kind,
    String status,
    boolean ended,
    Instant createdAt,
    long version,
    Instant toldAt,
    String document) {

  /** An end is never taken back; apart from that the later word counts. */
  private static final Comparator<OperationRow> ORDER =
      Comparator.comparing(OperationRow::ended)
          .thenComparing(OperationRow::version)
          .thenComparing(OperationRow::toldAt);

  static final String UPSERT =
      "insert into operation_view as view"
          + " (id, organization, snapshot_id, kind, status, ended, created_at, version, told_at,"
          + " document)"
          + " select id, organization, \"snapshotId\", kind, status, ended, \"createdAt\", version,"
          + " \"toldAt\", document from "
          + RowSet.ROWS
          + "(id uuid, organization text, \"snapshotId\" uuid, kind text, status text,"
          + " ended boolean, \"createdAt\" timestamptz, version bigint, \"toldAt\" timestamptz,"
          + " document text)"
          + " on conflict (id) do update set organization = excluded.organization,"
          + " snapshot_id = excluded.snapshot_id, kind = excluded.kind, status = excluded.status,"
          + " ended = excluded.ended, created_at = excluded.created_at,"
          + " version = excluded.version, told_at = excluded.told_at,"
          + " document = excluded.document"
          + " where (excluded.ended, excluded.version, excluded.told_at)"
          + " > (view.ended, view.version, view.told_at)";

  static OperationRow of(Operation operation, long version, Instant toldAt) {
    return new OperationRow(
        operation.id(),
        operation.organization(),
        operation.snapshotId(),
        operation.kind().wireName(),
        operation.status().wireName(),
        operation.status().isEnded(),
        operation.createdAt(),
        version,
        toldAt,
        Message.write(OperationAnswer.of(operation)));
  }

  OperationRow orLater(OperationRow other) {
    return ORDER.compare(other, this) > 0 ? other : this;
  }
}
