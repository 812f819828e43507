package io.stillframe.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.outbox.Outbox;
import io.stillframe.outbox.OutboxConfig;

import static org.awaitility.Awaitility.await;

/** More is to be told than the broker takes. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
@Tag("long")
class FullOutboxTest {
  private static final String FILL =
      """
            insert into outbox (topic, key, headers, retry_at)
            select 'nowhere', 'waiting', '{}', 'infinity' from generate_series(1, %d)
            """;

  private static final String EMPTY = "delete from outbox where topic = 'nowhere'";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject AgroalDataSource database;
  @Inject Outbox outbox;
  @Inject OutboxConfig config;

  private Broker broker;

  @BeforeEach
  void connect() {
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
  }

  @AfterEach
  void disconnect() throws SQLException {
    execute(EMPTY);
    broker.close();
  }

  @Test
  void nothingMoreIsDoneUntilItIsTold() throws SQLException {
    // Given
    execute(FILL.formatted(config.bound()));
    await().atMost(Duration.ofSeconds(20)).until(outbox::wasFull);
    Life life = new Life(broker, "held", UUID.randomUUID().toString());

    // When
    life.ask(life.create(null));

    // Then
    life.awaitEvents("requested", 1);
    await().during(Duration.ofSeconds(3)).until(() -> types(life), List.of("requested")::equals);

    // When
    execute(EMPTY);

    // Then
    life.awaitLast("available");
  }

  private static List<String> types(Life life) {
    return life.events().stream().map(SnapshotEvent::type).toList();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
