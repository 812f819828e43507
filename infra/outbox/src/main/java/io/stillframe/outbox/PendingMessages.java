package io.stillframe.outbox;

import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.rows.Rows;

/**
 * Messages with a version that wait for the broker, by topic and key. In the caller's transaction.
 */
@Singleton
public class PendingMessages {
  private static final String KEYS =
      """
            select distinct cast(jsonb_build_object('topic', topic, 'key', key) as text) from outbox
            where published_at is null and headers ->> 'ce_sequence' is not null
            """;

  private static final String DROP =
      """
            update outbox o set published_at = now(), retry_at = null
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (topic text, key text, version bigint)
            where o.published_at is null and o.topic = r.topic and o.key = r.key
                and cast(o.headers ->> 'ce_sequence' as bigint) <= r.version
            """;

  /** What messages are about. */
  public record Key(String topic, String key) {}

  /**
   * @param version the highest that the broker has
   */
  private record Published(String topic, String key, long version) {}

  public Uni<List<Key>> keys() {
    return Rows.select(KEYS, Key.class, Map.of());
  }

  /** Those that tell no newer version than the broker has are not sent any more. */
  public Uni<Void> drop(Map<Key, Long> published) {
    return Rows.updateAll(
        DROP,
        published.entrySet().stream()
            .map(each -> new Published(each.getKey().topic(), each.getKey().key(), each.getValue()))
            .toList());
  }
}
