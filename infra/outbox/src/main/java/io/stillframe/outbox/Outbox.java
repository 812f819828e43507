package io.stillframe.outbox;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.observability.Trace;
import io.stillframe.rows.Rows;

/** Stores messages in the transaction of the decision that they tell of. */
@ApplicationScoped
public class Outbox {
  private static final String INSERT =
      """
            insert into outbox (topic, key, headers, value)
            select topic, key, headers, value
            from rows from (jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as (topic text, key text, headers jsonb, value text)) with ordinality as r (topic, key, headers, value, n)
            order by n
            """;

  /** Counts no further than to the bound. */
  private static final String IS_FULL =
      """
            select cast(count(*) >= cast(:bound as bigint) as text)
            from (select from outbox where published_at is null limit cast(:bound as bigint)) as pending
            """;

  private final RelayLifecycle relay;
  private final OutboxConfig config;

  Outbox(RelayLifecycle relay, OutboxConfig config) {
    this.relay = relay;
    this.config = config;
  }

  /** How many messages the broker did not have some seconds ago. */
  public long pending() {
    return relay.pending();
  }

  /**
   * Whether more waited some seconds ago than is published at once: the broker is slow, or away.
   */
  public boolean isBehind() {
    return pending() > config.batch();
  }

  /** Whether as many messages waited some seconds ago as may; without a look into the table. */
  public boolean wasFull() {
    return pending() >= config.bound();
  }

  /**
   * Whether as many messages wait for the broker as may. In the caller's transaction; callers that
   * ask at the same moment may all be told that there is room.
   */
  public Uni<Boolean> isFull() {
    return Rows.select(IS_FULL, Boolean.class, Map.of("bound", config.bound())).map(List::getFirst);
  }

  /**
   * Runs {@code work} in one transaction and has what it appended published as soon as that is
   * committed.
   */
  public <T> Uni<T> transaction(Supplier<Uni<T>> work) {
    return Panache.withTransaction(work).invoke(relay::wake);
  }

  /**
   * Appends {@code messages} in their order to the current transaction. The caller has locked the
   * rows of what they are about, so that their order is the order of decisions.
   */
  public Uni<Void> append(List<Message> messages) {
    return Rows.updateAll(INSERT, messages.stream().map(Trace::sending).toList());
  }
}
