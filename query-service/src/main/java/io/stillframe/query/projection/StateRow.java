package io.stillframe.query.projection;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.intake.Received;
import io.stillframe.query.provider.ProviderAnswer;
import io.stillframe.rows.Rows;

/**
 * A row of {@code volume_view} or {@code provider_view}, or its end.
 *
 * @param version of the state; of a tombstone, that of the last state before it
 * @param document none for a tombstone
 */
record StateRow(
    String key,
    long version,
    @Nullable String organization,
    @Nullable String provider,
    @Nullable String environment,
    @Nullable String name,
    @Nullable String document) {

  static final String UPSERT_VOLUMES =
      "insert into volume_view as view"
          + " (key, organization, provider, environment, name, version, document)"
          + " select key, organization, provider, environment, name, version, document from "
          + RowSet.ROWS
          + "(key text, organization text, provider text, environment text, name text,"
          + " version bigint, document text)"
          + " on conflict (key) do update set organization = excluded.organization,"
          + " provider = excluded.provider, environment = excluded.environment,"
          + " name = excluded.name, version = excluded.version, document = excluded.document"
          + " where excluded.version > view.version";

  static final String UPSERT_PROVIDERS =
      "insert into provider_view as view (key, organization, version, document)"
          + " select key, organization, version, document from "
          + RowSet.ROWS
          + "(key text, organization text, version bigint, document text)"
          + " on conflict (key) do update set organization = excluded.organization,"
          + " version = excluded.version, document = excluded.document"
          + " where excluded.version > view.version";

  static final String DELETE_VOLUMES = delete("volume_view");
  static final String DELETE_PROVIDERS = delete("provider_view");

  static StateRow readVolume(ConsumerRecord<String, byte[]> record) throws IOException {
    if (record.value() == null) {
      return tombstone(record);
    }
    Volume volume = Message.read(record.value(), Volume.class);
    return new StateRow(
        record.key(),
        volume.version(),
        volume.organization(),
        volume.provider(),
        volume.environment(),
        volume.name(),
        Message.write(volume));
  }

  static StateRow readProvider(ConsumerRecord<String, byte[]> record) throws IOException {
    if (record.value() == null) {
      return tombstone(record);
    }
    ProviderEnvironment environment = Message.read(record.value(), ProviderEnvironment.class);
    return new StateRow(
        record.key(),
        environment.version(),
        environment.organization(),
        null,
        null,
        null,
        Message.write(ProviderAnswer.of(environment)));
  }

  static Fold.Change change(List<Received<StateRow>> received, String upsert, String delete) {
    Map<Boolean, List<StateRow>> rows =
        Folds.latest(Fold.messages(received).toList(), StateRow::key, StateRow::then).stream()
            .collect(Collectors.partitioningBy(StateRow::isTombstone));
    return Fold.quiet(
        () ->
            Rows.updateAll(upsert, rows.getOrDefault(false, List.of()))
                .chain(() -> Rows.updateAll(delete, rows.getOrDefault(true, List.of()))));
  }

  boolean isTombstone() {
    return document == null;
  }

  /** The later record counts, unless it is a copy of an earlier state. */
  StateRow then(StateRow later) {
    return later.version >= version ? later : this;
  }

  private static StateRow tombstone(ConsumerRecord<String, byte[]> record) {
    return new StateRow(record.key(), sequence(record), null, null, null, null, null);
  }

  /** The version that the headers tell; the highest if they tell none. */
  static long sequence(ConsumerRecord<String, byte[]> record) {
    return LetterHeaders.text(record, "ce_sequence").map(Long::parseLong).orElse(Long.MAX_VALUE);
  }

  private static String delete(String table) {
    return "delete from "
        + table
        + " view using "
        + RowSet.ROWS
        + "(key text, version bigint) where view.key = row.key and view.version <= row.version";
  }
}
