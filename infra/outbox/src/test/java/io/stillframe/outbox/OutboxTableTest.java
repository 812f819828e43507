package io.stillframe.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated
class OutboxTableTest {
  private static final int BACKLOG = 20_000;

  private final TestOutbox outbox = new TestOutbox("backlog");
  private final OutboxTable table = new OutboxTable(outbox.dataSource);

  /**
   * As after an outage of the broker: the database believes of its last look that next to nothing
   * waits. A look that takes longer than a lease costs the lead before anything is published.
   */
  @Test
  void aBacklogThatTheDatabaseDoesNotExpectIsReadQuickly() throws SQLException {
    // Given
    outbox.execute(rows(100_000, "now()"));
    outbox.execute("analyze outbox");
    outbox.execute(rows(BACKLOG, "null"));
    table.pending(1);

    // When
    long begun = System.nanoTime();
    List<OutboxRow> pending = table.pending(500);

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    assertThat(pending).hasSize(500).extracting(OutboxRow::id).isSorted();
  }

  private static String rows(int count, String publishedAt) {
    return """
        insert into outbox (topic, key, headers, value, published_at)
        select 'stillframe.snapshot.events', 'key-' || n %% 5000, '{}', repeat('v', 900), %s
        from generate_series(1, %d) as n
        """
        .formatted(publishedAt, count);
  }
}
