package io.stillframe.query.projection;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Message;
import io.stillframe.rows.Rows;

/**
 * A row of {@code finding_view}, or its end.
 *
 * @param version of the finding; of a tombstone, that of the last one before it
 * @param document none for a tombstone
 */
record FindingRow(
    UUID id,
    long version,
    @Nullable String provider,
    @Nullable String environment,
    @Nullable String kind,
    @Nullable String status,
    @Nullable Instant firstSeenAt,
    @Nullable String document) {

  private static final String UPSERT =
      "insert into finding_view as view"
          + " (id, provider, environment, kind, status, first_seen_at, version, document)"
          + " select id, provider, environment, kind, status, \"firstSeenAt\", version, document"
          + " from "
          + RowSet.ROWS
          + "(id uuid, provider text, environment text, kind text, status text,"
          + " \"firstSeenAt\" timestamptz, version bigint, document text)"
          + " on conflict (id) do update set provider = excluded.provider,"
          + " environment = excluded.environment, kind = excluded.kind, status = excluded.status,"
          + " first_seen_at = excluded.first_seen_at, version = excluded.version,"
          + " document = excluded.document where excluded.version > view.version";

  private static final String DELETE =
      "delete from finding_view view using "
          + RowSet.ROWS
          + "(id uuid, version bigint) where view.id = row.id and view.version <= row.version";

  static FindingRow read(ConsumerRecord<String, byte[]> record) throws IOException {
    if (record.value() == null) {
      UUID id = UUID.fromString(record.key());
      return new FindingRow(id, StateRow.sequence(record), null, null, null, null, null, null);
    }
    JsonNode tree = Message.read(record.value(), JsonNode.class);
    Finding finding = ContractJson.MAPPER.treeToValue(tree, Finding.class);
    if (finding == null || !isWhole(finding)) {
      throw new IOException("the finding lacks a part");
    }
    return new FindingRow(
        finding.id(),
        finding.version(),
        finding.provider(),
        finding.environment(),
        finding.kind().wireName(),
        finding.status().wireName(),
        finding.firstSeenAt(),
        tree.toString());
  }

  static Fold.Change change(List<FindingRow> rows) {
    List<FindingRow> latest =
        Folds.latest(
            rows, FindingRow::id, (one, other) -> other.version() >= one.version() ? other : one);
    return Fold.quiet(
        () ->
            Rows.updateAll(UPSERT, latest.stream().filter(each -> !each.isTombstone()).toList())
                .chain(
                    () ->
                        Rows.updateAll(
                            DELETE, latest.stream().filter(FindingRow::isTombstone).toList())));
  }

  private boolean isTombstone() {
    return document == null;
  }

  // What comes from outside may lack what the types promise.
  @SuppressWarnings({"ConstantValue", "NullableProblems"})
  private static boolean isWhole(Finding finding) {
    return Stream.of(
            finding.id(),
            finding.kind(),
            finding.status(),
            finding.provider(),
            finding.environment(),
            finding.firstSeenAt())
        .allMatch(each -> each != null);
  }
}
