package io.stillframe.worker;

import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.held.HeldDriver;
import io.stillframe.worker.provider.held.HeldKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A snapshot changes hands while a new volume is made of it. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class RestoreAndTransferTest {
  private static final String OTHER = "other";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject HeldKind held;

  private final String newVolume = "new-" + UUID.randomUUID();
  private HeldDriver provider;
  private Broker broker;
  private Life life;

  @BeforeEach
  void haveASnapshot() {
    provider = held.driver("test_area");
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
    life = new Life(broker, "held", UUID.randomUUID().toString());
    life.ask(life.create(null));
    life.awaitLast("available");
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void aRestoreUnderWayEndsAsNotFoundForTheFormerOwnerAndLeavesNoVolume() {
    // Given
    provider.hold(newVolume);
    RestoreSnapshot restore = life.ask(life.restore(newVolume));
    awaitBegun();

    // When
    transfer();

    // Then
    Operation ended = life.awaitLast("restore-failed").operations().getFirst();
    assertNotFoundFor(restore, ended);
    assertThat(provider.newVolumes()).doesNotContain(newVolume);
    life.assertGapFree();
  }

  @Test
  void aVolumeThatIsWholeAfterTheTransferIsRemoved() {
    // Given
    provider.keepSilent(newVolume);
    RestoreSnapshot restore = life.ask(life.restore(newVolume));
    awaitBegun();

    // When
    transfer();
    provider.answer(newVolume);

    // Then
    Operation ended = life.awaitLast("restore-failed").operations().getFirst();
    assertNotFoundFor(restore, ended);
    assertThat(provider.newVolumes()).doesNotContain(newVolume);
    life.assertGapFree();
  }

  @Test
  void theFormerOwnerMayStillCancelTheRestore() {
    // Given
    provider.keepSilent(newVolume);
    RestoreSnapshot restore = life.ask(life.restore(newVolume));
    awaitBegun();
    transfer();

    // When
    life.ask(life.cancel(restore));
    awaitTaken();
    provider.answer(newVolume);

    // Then
    Operation ended = life.awaitLast("restore-failed").operations().getFirst();
    assertThat(ended.id()).isEqualTo(restore.operationId());
    assertThat(ended.status()).isEqualTo(OperationStatus.CANCELLED);
    assertThat(provider.newVolumes()).doesNotContain(newVolume);
    // It was told that no answer came, but no attempt failed.
    assertThat(life.events())
        .filteredOn(each -> each.snapshot().condition() != null)
        .allMatch(each -> each.snapshot().condition().attempt() == 1);
    life.assertGapFree();
  }

  private void awaitBegun() {
    await().until(() -> provider.newVolumes().contains(newVolume));
  }

  private void transfer() {
    life.ask(life.update(Life.ACME, "{\"organization\":\"" + OTHER + "\"}"));
    life.awaitEvents("updated", 1);
  }

  /** Requests for one snapshot are taken in their order: what was asked before was taken too. */
  private void awaitTaken() {
    life.ask(life.update(OTHER, "{\"description\":\"mine now\"}"));
    life.awaitEvents("updated", 2);
  }

  private static void assertNotFoundFor(RestoreSnapshot restore, Operation ended) {
    assertThat(ended.id()).isEqualTo(restore.operationId());
    assertThat(ended.organization()).isEqualTo(Life.ACME);
    assertThat(ended.status()).isEqualTo(OperationStatus.FAILED);
    assertThat(ended.problem().is(ProblemType.SNAPSHOT_NOT_FOUND)).isTrue();
  }
}
