package io.stillframe.outbox;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.agroal.api.AgroalDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import io.stillframe.contract.Topic;
import io.stillframe.local.SharedServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A database knows what it has published; one that was restored or made anew does not. */
@Isolated
class PublishedRowsTest {
  private static final String TOPIC = Topic.SNAPSHOT_EVENTS.topicName();

  private final String prefix = UUID.randomUUID().toString();
  private final AtomicInteger recovered = new AtomicInteger();

  @Test
  void whatWasPublishedIsKnownAlsoWhenItsRowIsGone() throws SQLException {
    // Given
    TestOutbox outbox = new TestOutbox("known");
    long last = published(outbox, 3);
    // When
    outbox.execute("delete from outbox");
    check(outbox, last);
    // Then
    assertThat(recovered).hasValue(0);
  }

  @Test
  void aRowThatWasPublishedJustBeforeACrashIsKnown() throws SQLException {
    // Given
    TestOutbox outbox = new TestOutbox("crashed");
    long last = published(outbox, 1);
    outbox.append(TOPIC, prefix, "on the broker, and the table does not say so");
    // When
    check(outbox, last + 1);
    // Then
    assertThat(recovered).hasValue(0);
  }

  @Test
  void anOlderDatabaseRecoversOnceAndUsesNoIdTwice() throws SQLException {
    // Given
    long last = published(new TestOutbox("newer"), 5);
    TestOutbox older = new TestOutbox("older");
    // When
    check(older, last);
    check(older, last);
    // Then
    assertThat(recovered).hasValue(1);
    assertThat(published(older, 1)).isGreaterThan(last);
  }

  @Test
  void aRecoveryThatDiedIsDoneAgainWhateverItHasAppended() throws SQLException {
    // Given
    long last = published(new TestOutbox("newest"), 5);
    TestOutbox older = new TestOutbox("dies");
    PublishedRows rows = new PublishedRows((AgroalDataSource) older.dataSource, settings());
    assertThatThrownBy(
            () ->
                rows.recoverUnlessKnown(
                    () -> last,
                    () -> {
                      for (long id = 0; id <= last; id++) {
                        older.append(TOPIC, prefix, "told by the recovery");
                      }
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    // When
    check(older, last);
    // Then
    assertThat(recovered).hasValue(1);
  }

  private void check(TestOutbox outbox, long last) throws SQLException {
    new PublishedRows((AgroalDataSource) outbox.dataSource, settings())
        .recoverUnlessKnown(() -> last, recovered::incrementAndGet);
  }

  /** The id of the last of so many rows, as its record tells it. */
  private long published(TestOutbox outbox, int rows) {
    String key = UUID.randomUUID().toString();
    for (int i = 0; i < rows; i++) {
      outbox.append(TOPIC, key, Integer.toString(i));
    }
    try (Relay relay =
            new Relay(
                new OutboxTable(outbox.dataSource),
                new RelayProducer(settings()),
                TestOutbox.CONFIG);
        Published published = new Published(SharedServers.kafka().bootstrapServers(), TOPIC, key)) {
      relay.start();
      await().until(() -> published.records().size() == rows && outbox.pending() == 0);
      return Long.parseLong(
          new String(
              published.records().getLast().headers().lastHeader(PublishedRows.HEADER).value()));
    }
  }

  private static Map<String, Object> settings() {
    return RelayProducer.settings(
        Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers()), "published-rows");
  }
}
