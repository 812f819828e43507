package io.stillframe.query.projection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;
import io.stillframe.query.provider.ProviderAnswer;

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

  boolean isTombstone() {
    return document == null;
  }

  /** The later record counts, unless it is a copy of an earlier state. */
  StateRow then(StateRow later) {
    return later.version >= version ? later : this;
  }

  private static StateRow tombstone(ConsumerRecord<String, byte[]> record) {
    Header sequence = record.headers().lastHeader("ce_sequence");
    long version =
        sequence == null
            ? Long.MAX_VALUE
            : Long.parseLong(new String(sequence.value(), StandardCharsets.UTF_8));
    return new StateRow(record.key(), version, null, null, null, null, null);
  }

  private static String delete(String table) {
    return "delete from "
        + table
        + " view using "
        + RowSet.ROWS
        + "(key text, version bigint) where view.key = row.key and view.version <= row.version";
  }
}
