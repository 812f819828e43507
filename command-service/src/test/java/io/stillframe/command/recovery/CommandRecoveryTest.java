package io.stillframe.command.recovery;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import jakarta.inject.Inject;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.command.Records;
import io.stillframe.command.snapshot.LostSnapshots;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.recovery.Recovery;

import static org.assertj.core.api.Assertions.assertThat;

/** What a restored database of the command service learns from the topics. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class CommandRecoveryTest {
  private static final String HOLDER =
      "select snapshot_id from name_reservation where organization = 'acme' and name = ?";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject DataSource database;
  @Inject Recovery recovery;
  @Inject LostSnapshots snapshots;

  private final String name = "n-" + UUID.randomUUID();
  private Records records;

  @BeforeEach
  void connect() {
    records =
        new Records(
            bootstrapServers, Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_STATE, Topic.SNAPSHOT_EVENTS);
  }

  @AfterEach
  void disconnect() {
    records.close();
  }

  @Test
  void aRequestThatWasSentTwiceIsLearnedOnce() throws SQLException {
    // Given
    CreateSnapshot create = create(Instant.now());
    publish(create, Map.of());
    publish(create, Map.of());

    // When
    recovery.recover();

    // Then
    assertThat(found(HOLDER, name)).isEqualTo(create.snapshotId().toString());
    assertThat(found("select status from operation where id = cast(? as uuid)", id(create)))
        .isEqualTo("running");
  }

  @Test
  void aNameThatWentToASuccessorIsTheSuccessors() throws SQLException {
    // Given
    CreateSnapshot former = create(Instant.now());
    CreateSnapshot successor = create(Instant.now());
    execute(
        """
            insert into snapshot (id, organization, provider, environment, name, state, version, document)
            values (cast(? as uuid), 'acme', 'compute-on', 'test_area', ?, 'available', 3, '{}')
        """,
        former.snapshotId().toString(),
        name);
    execute(
        """
            insert into name_reservation (snapshot_id, organization, provider, environment, name, operation_id)
            values (cast(? as uuid), 'acme', 'compute-on', 'test_area', ?, gen_random_uuid())
        """,
        former.snapshotId().toString(),
        name);
    publishState(successor, SnapshotState.AVAILABLE, 3);
    publishState(former, SnapshotState.DELETED, 5);

    // When
    recovery.recover();

    // Then
    assertThat(found(HOLDER, name)).isEqualTo(successor.snapshotId().toString());
  }

  @Test
  void aRecoveryThatIsInterruptedLeavesNoNameFree() throws Throwable {
    // Given
    CreateSnapshot create = create(Instant.now());
    publishState(create, SnapshotState.AVAILABLE, 3);
    Snapshot told =
        SnapshotBuilder.builder(Snapshot.requested(create))
            .state(SnapshotState.AVAILABLE)
            .version(3)
            .build();
    VertxContextSupport.subscribeAndAwait(
        () -> Panache.withTransaction(() -> snapshots.raise(List.of(told))));

    // When
    recovery.recover();

    // Then
    assertThat(found(HOLDER, name)).isEqualTo(create.snapshotId().toString());
  }

  @Test
  void anIdempotencyKeyIsItsCallersAndNamesWhatItNamedLast() throws SQLException {
    // Given
    CreateSnapshot first = create(Instant.now().minus(Duration.ofDays(3)));
    CreateSnapshot last = create(Instant.now());
    String key = UUID.randomUUID().toString();
    Map<String, String> headers =
        Map.of(
            "idempotency-owner",
            "an administrator's",
            "idempotency-key",
            key,
            "idempotency-fingerprint",
            "f");
    publish(last, headers);
    publish(first, headers);

    // When
    recovery.recover();

    // Then
    String where = " from idempotency_key where key = ?";
    assertThat(found("select organization" + where, key)).isEqualTo("an administrator's");
    assertThat(found("select operation_id" + where, key)).isEqualTo(id(last));
  }

  private CreateSnapshot create(Instant at) {
    return new CreateSnapshot(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "acme",
        "compute-on",
        "test_area",
        "volume-1",
        null,
        null,
        name,
        null,
        Map.of(),
        false,
        at.truncatedTo(ChronoUnit.MILLIS),
        null);
  }

  private static String id(CreateSnapshot create) {
    return create.operationId().toString();
  }

  private void publish(CreateSnapshot create, Map<String, String> headers) {
    send(Topic.SNAPSHOT_REQUESTS, Message.of(create), headers);
  }

  private void publishState(CreateSnapshot create, SnapshotState state, long version) {
    Snapshot snapshot =
        SnapshotBuilder.builder(Snapshot.requested(create)).state(state).version(version).build();
    send(
        Topic.SNAPSHOT_STATE,
        Message.stateAfter(
            new SnapshotEvent.Updated(Instant.now(), state, snapshot, List.of(), null)),
        Map.of());
  }

  private void send(Topic topic, Message message, Map<String, String> headers) {
    records.send(topic, message.key(), headers, message.value().getBytes(StandardCharsets.UTF_8));
  }

  private String found(String sql, String parameter) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        return result.getString(1);
      }
    }
  }

  private void execute(String sql, String... parameters) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }
}
