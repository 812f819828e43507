package io.stillframe.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Of two relays one leads, for as long as it does something. */
@Isolated
class LeadTest {
  private static final Duration LEASE = Duration.ofMillis(600);

  private final OutboxTable table = new OutboxTable(new TestOutbox("lead").dataSource);
  private final Lead one = new Lead(table, LEASE);
  private final Lead other = new Lead(table, LEASE);

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void whatTakesLongerThanALeaseKeepsTheLead() throws SQLException {
    // Given
    assertThat(one.hold()).isTrue();
    // When
    one.keptDuring(
        () ->
            await()
                .during(LEASE.multipliedBy(3))
                .atMost(LEASE.multipliedBy(5))
                .until(() -> !other.hold()));
    // Then
    assertThat(one.hold()).isTrue();
  }

  @Test
  void whoDoesNothingAnyMoreLosesIt() throws SQLException {
    // When
    assertThat(one.hold()).isTrue();
    // Then
    await().atMost(LEASE.multipliedBy(4)).until(other::hold);
    assertThat(table.lead(UUID.randomUUID(), LEASE)).isFalse();
  }

  @Test
  void whoResignsLosesItAtOnce() throws SQLException {
    // Given
    assertThat(one.hold()).isTrue();
    assertThat(other.hold()).isFalse();
    // When
    one.resign();
    // Then
    assertThat(other.hold()).isTrue();
  }
}
