package io.stillframe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Message;
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
  private static final String ACME = "acme";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final UUID snapshotId = UuidCreator.getTimeOrderedEpoch();
  private final String volumeId = UUID.randomUUID().toString();
  private Broker broker;

  @BeforeEach
  void connect() throws IOException {
    broker =
        new Broker(
            bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName(), "stillframe.provider-worker.dlq");
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
    broker.send(Message.of(create()));

    // Then
    SnapshotEvent available = awaitLast("available");
    assertThat(available.snapshot().sizeBytes()).isEqualTo(content.length);
    assertThat(available.snapshot().sha256()).hasSize(64);
    assertThat(available.operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.SUCCEEDED);

    // When
    UUID restore = UuidCreator.getTimeOrderedEpoch();
    broker.send(
        Message.of(
            new RestoreSnapshot(restore, snapshotId, ACME, "copy of it", Instant.now(), null)));

    // Then
    SnapshotEvent restored = awaitLast("restored");
    String newVolume = restored.operations().getFirst().result().volumeId();
    assertThat(newVolume).isNotEqualTo(volumeId);
    assertThat(imageNamed("copy_of_it-")).hasBinaryContent(content);

    // When
    broker.send(
        Message.of(
            new DeleteSnapshot(
                UuidCreator.getTimeOrderedEpoch(), snapshotId, ACME, Instant.now())));

    // Then
    SnapshotEvent deleted = awaitLast("deleted");
    assertThat(deleted.snapshot().state()).isEqualTo(SnapshotState.DELETED);
    assertThat(DISKS.resolve("snapshots").resolve(snapshotId.toString())).doesNotExist();
    assertGapFree();
  }

  @Test
  void rejectsAnUnknownVolume() {
    // When
    broker.send(Message.of(create()));

    // Then
    Snapshot rejected = awaitLast("rejected").snapshot();
    assertThat(rejected.problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue();
    assertThat(rejected.state()).isEqualTo(SnapshotState.REJECTED);
    assertGapFree();
  }

  @Test
  void takesARequestOnceHoweverOftenItArrives() throws IOException {
    // Given
    image(100_000);
    CreateSnapshot create = create();

    // When
    broker.send(Message.of(create));
    broker.send(Message.of(create));
    awaitLast("available");
    broker.send(Message.of(create));
    broker.send(
        Message.of(
            new DeleteSnapshot(
                UuidCreator.getTimeOrderedEpoch(), snapshotId, ACME, Instant.now())));

    // Then
    awaitLast("deleted");
    assertThat(broker.events(snapshotId))
        .filteredOn(each -> each.type().equals("requested"))
        .hasSize(1);
    assertGapFree();
  }

  @Test
  void cancelsARunningCreate() throws IOException {
    // Given
    image(400 << 20);
    CreateSnapshot create = create();
    broker.send(Message.of(create));
    await()
        .until(
            () ->
                broker.events(snapshotId).stream()
                    .anyMatch(each -> each.type().equals("creating")));

    // When
    broker.send(
        Message.of(new CancelOperation(create.operationId(), snapshotId, ACME, Instant.now())));

    // Then
    SnapshotEvent deleted = awaitLast("deleted");
    assertThat(deleted.operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.CANCELLED);
    assertThat(DISKS.resolve("snapshots/.staging").resolve(snapshotId.toString())).doesNotExist();
    assertGapFree();
  }

  @Test
  void deadLettersWhatItCannotReadAndGoesOn() throws IOException {
    // Given
    image(100_000);

    // When
    broker.send(Topic.SNAPSHOT_REQUESTS.topicName(), snapshotId.toString(), "no json".getBytes());
    broker.send(Message.of(create()));

    // Then
    awaitLast("available");
    await()
        .untilAsserted(
            () ->
                assertThat(broker.records("stillframe.provider-worker.dlq"))
                    .anySatisfy(
                        record -> assertThat(record.key()).isEqualTo(snapshotId.toString())));
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

  private CreateSnapshot create() {
    return new CreateSnapshot(
        UuidCreator.getTimeOrderedEpoch(),
        snapshotId,
        ACME,
        "compute-on",
        "test_area",
        volumeId,
        null,
        null,
        "nightly",
        null,
        Map.of(),
        false,
        Instant.now(),
        null);
  }

  private SnapshotEvent awaitLast(String type) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              List<SnapshotEvent> events = broker.events(snapshotId);
              return !events.isEmpty() && events.getLast().type().equals(type);
            });
    return broker.events(snapshotId).getLast();
  }

  private void assertGapFree() {
    List<Long> versions =
        broker.events(snapshotId).stream().map(each -> each.snapshot().version()).toList();
    assertThat(versions)
        .isEqualTo(java.util.stream.LongStream.rangeClosed(1, versions.size()).boxed().toList());
  }
}
