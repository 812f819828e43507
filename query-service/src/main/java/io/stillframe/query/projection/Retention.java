package io.stillframe.query.projection;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Topic;
import io.stillframe.rows.Rows;

/**
 * Removes what the topics do not keep either, by the times that the topics tell: so what is removed
 * here is what folding them anew would not find, or would remove by the same rule.
 */
@ApplicationScoped
public class Retention {
  private static final List<Rule> RULES =
      List.of(
          new Rule("timeline_entry", "told_at", Topic.SNAPSHOT_EVENTS),
          new Rule("operation_view", "version > 0 and told_at", Topic.SNAPSHOT_EVENTS),
          new Rule("operation_view", "version = 0 and told_at", Topic.SNAPSHOT_REQUESTS),
          new Rule("snapshot_view", "version = 0 and told_at", Topic.SNAPSHOT_REQUESTS),
          new Rule("snapshot_view", "state = 'deleted' and told_at", Topic.SNAPSHOT_EVENTS),
          new Rule("admin_action_view", "created_at", Topic.ADMIN_REQUESTS),
          new Rule("dead_letter_view", "told_at", Topic.QUERY_SERVICE_DLQ));

  private final Clock clock;

  Retention(Clock clock) {
    this.clock = clock;
  }

  /** Nothing is removed while the projection is held up: its tables are being compared. */
  @Scheduled(
      every = "{stillframe.retention.every:10m}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> keep() {
    return Panache.withTransaction(
        () ->
            Rows.update("lock table applied_offset in row exclusive mode", Map.of())
                .chain(() -> purge(clock.instant())));
  }

  /** Removes what is over at {@code now} from the tables of the transaction's search path. */
  public static Uni<Void> purge(Instant now) {
    return Multi.createFrom()
        .iterable(RULES)
        .onItem()
        .transformToUniAndConcatenate(rule -> Rows.update(rule.statement(), rule.before(now)))
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** The same on the tables of another schema. */
  public static Uni<Void> purge(String schema, Instant now) {
    return Applied.on(schema, () -> purge(now));
  }

  /**
   * @param age the time by which a row leaves, with a condition before it
   * @param topic whose retention is meant
   */
  private record Rule(String table, String age, Topic topic) {
    String statement() {
      return "delete from %s where %s < cast(cast(:before as text) as timestamptz)"
          .formatted(table, age);
    }

    Map<String, String> before(Instant now) {
      return Map.of("before", now.minus(topic.retention().orElseThrow()).toString());
    }
  }
}
