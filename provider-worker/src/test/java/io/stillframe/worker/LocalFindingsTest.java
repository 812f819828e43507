package io.stillframe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.Kind;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.held.HeldDriver;
import io.stillframe.worker.provider.held.HeldKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Copies on local disks that come and go, and a provider whose lists are not whole. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class LocalFindingsTest {
  private static final Path DISKS = Path.of("target/disks");

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject HeldKind held;

  private final String volumeId = UUID.randomUUID().toString();
  private Broker broker;
  private Desk desk;
  private Life life;

  @BeforeEach
  void connect() throws IOException {
    broker =
        new Broker(
            bootstrapServers,
            Topic.SNAPSHOT_EVENTS.topicName(),
            Topic.INVENTORY_FINDINGS.topicName(),
            Topic.ADMIN_EVENTS.topicName(),
            Topic.PROVIDER_STATE.topicName());
    desk = new Desk(broker);
    life = new Life(broker, "compute-on", volumeId);
    Path image = Files.createDirectories(DISKS.resolve("volumes")).resolve(volumeId + ".img");
    Files.writeString(
        image.resolveSibling(volumeId + ".img.json"), "{\"id\":\"" + volumeId + "\"}");
    Files.write(image, new byte[70_000]);
  }

  @AfterEach
  void disconnect() {
    held.driver("moody_area").keepSilentAboutVolumes(false);
    broker.close();
  }

  @Test
  void aCopyThatIsAwayIsMissingAndReappears() throws IOException {
    // Given
    life.ask(life.create(null));
    life.awaitLast("available");
    Path home = home(life.snapshotId());
    Path away = Files.move(home, DISKS.resolve("away-" + life.snapshotId()));

    // When, Then
    assertThat(life.awaitLast("missing").snapshot().state()).isEqualTo(SnapshotState.MISSING);
    found(Kind.MISSING, life.snapshotId(), Status.OPEN);

    // When
    Files.move(away, home);

    // Then
    assertThat(life.awaitLast("reappeared").snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
    Finding resolved = found(Kind.MISSING, life.snapshotId(), Status.RESOLVED);
    assertThat(resolved.version()).isEqualTo(2);

    // When
    Files.move(home, away);

    // Then
    assertThat(life.awaitLast("missing").snapshot().state()).isEqualTo(SnapshotState.MISSING);
    Finding again = found(Kind.MISSING, life.snapshotId(), Status.OPEN);
    assertThat(again.version()).isEqualTo(3);
    assertThat(again.firstSeenAt()).isAfter(resolved.firstSeenAt());
    life.assertGapFree();
  }

  @Test
  void aCopyFromAnotherDiskIsAdoptedRestoredAndDeleted() throws IOException {
    // Given
    life.ask(life.create(null));
    life.awaitLast("available");
    UUID planted = UUID.randomUUID();
    Path home = Files.createDirectory(home(planted));
    for (String file : new String[] {"image", "manifest.json"}) {
      Files.copy(home(life.snapshotId()).resolve(file), home.resolve(file));
    }
    Finding orphan = found(Kind.ORPHAN, planted, Status.OPEN);
    assertThat(orphan.volumeId()).isEqualTo(volumeId);

    // When
    AdminEvent adopted = desk.awaitEnd(desk.adopt(orphan, "acme", "from another disk"));

    // Then
    assertThat(adopted.status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    Life second =
        new Life(
            broker,
            "compute-on",
            "test_area",
            Life.ACME,
            volumeId,
            UUID.fromString(adopted.result().get("snapshotId").asText()));
    second.awaitLast("adopted");

    // When
    second.ask(second.restore("of the adopted one"));

    // Then
    second.awaitLast("restored");

    // When
    second.ask(second.delete());

    // Then
    second.awaitLast("deleted");
    assertThat(home).doesNotExist();
    assertThat(home(life.snapshotId())).exists();
    second.assertGapFree();
  }

  @Test
  void aWellFormedHalfOfAListMakesNothingMissing() {
    // Given
    HeldDriver provider = held.driver("test_area");
    Life whole = heldCopy();
    Life lost = heldCopy();

    // When
    provider.leaveOut(whole.snapshotId());
    provider.lose(lost.snapshotId());

    // Then
    lost.awaitLast("missing");
    assertThat(whole.events().getLast().type()).isEqualTo("available");
  }

  @Test
  void whatIsNotListedAndCannotBeAskedForIsNotMissing() {
    // Given
    HeldDriver provider = held.driver("test_area");
    Life unknown = heldCopy();
    Life lost = heldCopy();
    int failed = provider.failed();

    // When
    provider.failAsked(unknown.snapshotId());
    provider.leaveOut(unknown.snapshotId());
    await().atMost(Duration.ofSeconds(20)).until(() -> provider.failed() > failed + 1);
    provider.lose(lost.snapshotId());

    // Then
    lost.awaitLast("missing");
    assertThat(unknown.events().getLast().type()).isEqualTo("available");
  }

  private Life heldCopy() {
    Life copy = new Life(broker, "held", volumeId);
    copy.ask(copy.create(null));
    copy.awaitLast("available");
    return copy;
  }

  @Test
  void anEnvironmentThatHangsHoldsUpNoOther() {
    // Given
    held.driver("moody_area").keepSilentAboutVolumes(true);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> held.driver("moody_area").isAskedForVolumes());
    HeldDriver provider = held.driver("test_area");
    Life lost = new Life(broker, "held", volumeId);
    lost.ask(lost.create(null));
    lost.awaitLast("available");

    // When
    provider.lose(lost.snapshotId());
    Instant since = Instant.now();

    // Then
    assertThat(lost.awaitLast("missing").time()).isBefore(since.plusSeconds(5));
  }

  private Finding found(Kind kind, UUID copy, Status status) {
    return desk.await("compute-on", "test_area", kind, copy.toString(), status);
  }

  private static Path home(UUID snapshotId) {
    return DISKS.resolve("snapshots").resolve(snapshotId.toString());
  }
}
