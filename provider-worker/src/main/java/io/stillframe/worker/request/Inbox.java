package io.stillframe.worker.request;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.rows.Rows;

/** Remembers which requests were taken, so that a request that arrives again is not taken again. */
@Singleton
public class Inbox {
  private static final String TAKE =
      """
            insert into inbox (message_id)
            select value from jsonb_array_elements_text(cast(cast(:ids as text) as jsonb)) order by value
            on conflict do nothing returning cast(to_json(message_id) as text)
            """;

  private static final String UNKNOWN =
      """
            select cast(to_json(value) as text)
            from jsonb_array_elements_text(cast(cast(:ids as text) as jsonb)) as id (value)
            where not exists (select from inbox where message_id = value)
            """;

  /** Those of the message ids that were not taken yet. */
  public Uni<List<String>> unknown(List<String> ids) {
    return Rows.select(UNKNOWN, String.class, Map.of("ids", Message.write(ids)));
  }

  /**
   * Those of the requests that were not taken before, in their order, marked as taken with this
   * transaction.
   *
   * @param messageId what a request is known by
   */
  public <T> Uni<List<T>> takeNew(List<T> requests, Function<T, String> messageId) {
    List<String> ids = requests.stream().map(messageId).distinct().toList();
    return Rows.select(TAKE, String.class, Map.of("ids", Message.write(ids)))
        .map(
            fresh -> {
              Set<String> left = new HashSet<>(fresh);
              return requests.stream()
                  .filter(request -> left.remove(messageId.apply(request)))
                  .toList();
            });
  }
}
