package io.stillframe.worker.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.recovery.Recovery;
import io.stillframe.worker.Broker;
import io.stillframe.worker.Life;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a restored database of a worker learns from the topics. The rows of one snapshot are put
 * back to what they were; the worker runs, as no recovery finds it, and has nothing to do with
 * them.
 */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class WorkerRecoveryTest {
  private static final Path DISKS = Path.of("target/disks");

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject DataSource database;
  @Inject Recovery recovery;

  private Broker broker;
  private Life life;
  private CreateSnapshot create;

  @BeforeEach
  void takeASnapshot() throws IOException {
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
    String volumeId = UUID.randomUUID().toString();
    life = new Life(broker, "compute-on", volumeId);
    Files.createDirectories(DISKS.resolve("volumes"));
    Path image = DISKS.resolve("volumes").resolve(volumeId + ".img");
    Files.writeString(
        image.resolveSibling(volumeId + ".img.json"), "{\"id\":\"" + volumeId + "\"}");
    Files.write(image, new byte[1 << 16]);
    create = life.ask(life.create(null));
    life.awaitLast("available");
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  /** Otherwise the next event had a version that subscribers know already. */
  @Test
  void aSnapshotIsWhereItWasToldToBe() throws SQLException {
    // Given
    backUp();
    life.ask(life.update(Life.ACME, "{\"name\": \"first\"}"));
    life.awaitLast("updated");
    restore();

    // When
    recovery.recover();

    // Then
    assertThat(found("select document ->> 'name' from snapshot where id = '%s'"))
        .isEqualTo("first");
    life.ask(life.update(Life.ACME, "{\"name\": \"second\"}"));
    life.awaitEvents("updated", 2);
    life.assertGapFree();
  }

  @Test
  void whatWasDoneSinceTheBackupIsNotDoneAgain() throws SQLException {
    // Given
    int told = life.events().size();
    forget();

    // When
    recovery.recover();

    // Then
    assertThat(found("select state from snapshot where id = '%s'"))
        .isEqualTo(SnapshotState.AVAILABLE.wireName());
    assertThat(found("select count(*) from task where open and snapshot_id = '%s'")).isEqualTo("0");
    life.ask(life.delete());
    life.awaitLast("deleted");
    life.assertGapFree();
    assertThat(life.events()).hasSize(told + 2);
  }

  /** In the backup it was being made; the topics tell that it was. */
  @Test
  void aTaskOfWhatHasEndedEnds() throws SQLException {
    // Given
    execute(
        "update task set open = true, step = 'start', due_at = now() + interval '1 hour'"
            + " where snapshot_id = '%s'");

    // When
    recovery.recover();

    // Then
    assertThat(found("select count(*) from task where open and snapshot_id = '%s'")).isEqualTo("0");
    assertThat(DISKS.resolve("snapshots").resolve(create.snapshotId().toString())).exists();
  }

  private void backUp() throws SQLException {
    execute(
        "create table kept as select id, state, version, document from snapshot where id = '%s'");
  }

  private void restore() throws SQLException {
    forgetTasks("update");
    execute(
        "update snapshot set state = kept.state, version = kept.version, document = kept.document"
            + " from kept where kept.id = snapshot.id");
    execute("drop table kept");
  }

  /** As if the backup were from before the snapshot. */
  private void forget() throws SQLException {
    forgetTasks("create");
    execute("delete from snapshot where id = '%s'");
  }

  private void forgetTasks(String kind) throws SQLException {
    String where = "from task where kind = '" + kind + "' and snapshot_id = '%s'";
    execute(
        "delete from inbox where message_id in (select cast(operation_id as text) " + where + ")");
    execute("delete " + where);
  }

  private String found(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql.formatted(life.snapshotId()))) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(life.snapshotId()));
    }
  }
}
