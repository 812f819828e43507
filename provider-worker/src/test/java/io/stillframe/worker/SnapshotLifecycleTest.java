package io.stillframe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class SnapshotLifecycleTest {
  private static final Path DISKS = Path.of("target/disks");

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final String volumeId = UUID.randomUUID().toString();
  private Broker broker;
  private Life life;

  @BeforeEach
  void connect() throws IOException {
    broker =
        new Broker(
            bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName(), "stillframe.provider-worker.dlq");
    life = new Life(broker, "compute-on", volumeId);
    Files.createDirectories(DISKS.resolve("volumes"));
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void takesRestoresAndDeletesASnapshot() throws IOException {
    // Given
    byte[] content = image(3_000_001);

    // When
    life.ask(life.create(null));

    // Then
    SnapshotEvent available = life.awaitLast("available");
    assertThat(available.snapshot().sizeBytes()).isEqualTo(content.length);
    assertThat(available.snapshot().sha256()).hasSize(64);
    assertThat(available.operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.SUCCEEDED);

    // When
    life.ask(life.restore("copy of it"));

    // Then
    SnapshotEvent restored = life.awaitLast("restored");
    String newVolume = restored.operations().getFirst().result().volumeId();
    assertThat(newVolume).isNotEqualTo(volumeId);
    assertThat(imageNamed("copy_of_it-")).hasBinaryContent(content);

    // When
    life.ask(life.delete());

    // Then
    SnapshotEvent deleted = life.awaitLast("deleted");
    assertThat(deleted.snapshot().state()).isEqualTo(SnapshotState.DELETED);
    assertThat(DISKS.resolve("snapshots").resolve(life.snapshotId().toString())).doesNotExist();
    life.assertGapFree();
  }

  @Test
  void rejectsAnUnknownVolume() {
    // When
    life.ask(life.create(null));

    // Then
    Snapshot rejected = life.awaitLast("rejected").snapshot();
    assertThat(rejected.problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue();
    assertThat(rejected.state()).isEqualTo(SnapshotState.REJECTED);
    life.assertGapFree();
  }

  @Test
  void takesARequestOnceHoweverOftenItArrives() throws IOException {
    // Given
    image(100_000);
    CreateSnapshot create = life.create(null);

    // When
    life.ask(create);
    life.ask(create);
    life.awaitLast("available");
    life.ask(create);
    life.ask(life.delete());

    // Then
    life.awaitLast("deleted");
    assertThat(life.events()).filteredOn(each -> each.type().equals("requested")).hasSize(1);
    life.assertGapFree();
  }

  @Test
  void restoresOnceHoweverOftenTheRequestArrives() throws IOException {
    // Given
    image(100_000);
    life.ask(life.create(null));
    life.awaitLast("available");
    String newVolume = "once-" + UUID.randomUUID();
    RestoreSnapshot restore = life.restore(newVolume);

    // When
    life.ask(restore);
    life.ask(restore);
    life.awaitLast("restored");
    life.ask(restore);
    life.ask(life.delete());

    // Then
    life.awaitLast("deleted");
    assertThat(life.events()).filteredOn(each -> each.type().equals("restoring")).hasSize(1);
    assertThat(broker.records("stillframe.provider-worker.dlq"))
        .noneMatch(each -> each.key().equals(life.snapshotId().toString()));
    life.assertGapFree();
  }

  @Test
  void cancelsARunningCreate() throws IOException {
    // Given
    image(400 << 20);
    CreateSnapshot create = life.ask(life.create(null));
    life.awaitEvents("creating", 1);

    // When
    life.ask(life.cancel(create));

    // Then
    SnapshotEvent deleted = life.awaitLast("deleted");
    assertThat(deleted.operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.CANCELLED);
    assertThat(DISKS.resolve("snapshots/.staging").resolve(life.snapshotId().toString()))
        .doesNotExist();
    life.assertGapFree();
  }

  @Test
  void deadLettersWhatItCannotReadAndGoesOn() throws IOException {
    // Given
    image(100_000);

    // When
    broker.send(
        Topic.SNAPSHOT_REQUESTS.topicName(), life.snapshotId().toString(), "no json".getBytes());
    life.ask(life.create(null));

    // Then
    life.awaitLast("available");
    await()
        .untilAsserted(
            () ->
                assertThat(broker.records("stillframe.provider-worker.dlq"))
                    .anySatisfy(
                        record ->
                            assertThat(record.key()).isEqualTo(life.snapshotId().toString())));
  }

  private byte[] image(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Path image = DISKS.resolve("volumes").resolve(volumeId + ".img");
    Files.writeString(
        image.resolveSibling(volumeId + ".img.json"), "{\"id\":\"" + volumeId + "\"}");
    Files.write(image, content);
    return content;
  }

  private static Path imageNamed(String prefix) throws IOException {
    try (var files = Files.list(DISKS.resolve("volumes"))) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + ".*\\.img"))
          .findFirst()
          .orElseThrow();
    }
  }
}
