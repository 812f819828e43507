package io.stillframe.worker;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.Kind;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.simulator.Simulators;
import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultKind;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;
import io.stillframe.simulator.ledger.ObjectEntry.Type;
import io.stillframe.worker.provider.Marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clouds whose snapshots others make, change and remove besides us. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
@QuarkusTestResource(SimulatedClouds.class)
@Tag("long")
class FindingsTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  Simulators simulators;

  private Broker broker;
  private Desk desk;

  @BeforeEach
  void connect() {
    simulators.cloudMc().reset();
    simulators.scaleway().reset();
    broker =
        new Broker(
            bootstrapServers,
            Topic.SNAPSHOT_EVENTS.topicName(),
            Topic.INVENTORY_FINDINGS.topicName(),
            Topic.ADMIN_EVENTS.topicName(),
            Topic.PROVIDER_STATE.topicName());
    desk = new Desk(broker);
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource
  void anOrphanThatIsAdoptedIsASnapshotLikeAnyOther(OtherClient cloud) {
    // Given
    String copy = cloud.plant(simulators, "by hand");
    Finding orphan = found(cloud, Kind.ORPHAN, copy, Status.OPEN);
    assertThat(orphan.name()).isEqualTo("by hand");
    assertThat(orphan.marked()).isFalse();
    assertThat(orphan.volumeId()).isEqualTo(cloud.volumeId());
    assertThat(orphan.organization()).isEqualTo(cloud.organization());

    // When
    AdminRequest.AdoptFinding adopt = desk.adopt(orphan, null, "ours now");
    desk.ask(adopt);

    // Then
    AdminEvent ended = desk.awaitEnd(adopt);
    assertThat(ended.status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    Life life =
        new Life(
            broker,
            cloud.provider(),
            cloud.environment(),
            cloud.organization(),
            cloud.volumeId(),
            UUID.fromString(ended.result().get("snapshotId").asText()));
    Snapshot adopted = life.awaitLast("adopted").snapshot();
    assertThat(adopted.state()).isEqualTo(SnapshotState.AVAILABLE);
    assertThat(adopted.name()).isEqualTo("ours now");
    assertThat(adopted.providerSnapshotId()).isEqualTo(copy);
    Finding resolved = found(cloud, Kind.ORPHAN, copy, Status.RESOLVED);
    assertThat(resolved.action().id()).isEqualTo(adopt.id());
    assertThat(resolved.action().requestedBy()).isEqualTo("desk");
    assertThat(resolved.version()).isEqualTo(orphan.version() + 1);

    // When
    life.ask(life.delete());

    // Then
    life.awaitLast("deleted");
    assertThat(deleted(cloud)).containsExactly(copy);
    assertThat(desk.outcomes(adopt)).hasSize(1);
    assertThat(desk.told(orphan.id())).hasSize(2);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  void everyOrphanIsFoundAndRemovedOnDemandHoweverItsProviderAnswers(OtherClient cloud) {
    // Given
    List<String> copies =
        List.of(
            cloud.plant(simulators, "one"),
            cloud.plant(simulators, "two"),
            cloud.plant(simulators, "three"));
    copies.forEach(copy -> found(cloud, Kind.ORPHAN, copy, Status.OPEN));
    Finding one = found(cloud, Kind.ORPHAN, copies.getFirst(), Status.OPEN);
    cloud.of(simulators).faults(Fault.of(FaultKind.ERROR).on("DELETE", "**/snapshots/*").times(1));

    // When
    AdminRequest.DeleteFinding delete = desk.delete(one.id());
    desk.ask(delete);

    // Then
    assertThat(desk.awaitEnd(delete).status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    assertThat(desk.outcomes(delete).getFirst().status()).isEqualTo(AdminEvent.Status.RUNNING);
    assertThat(deleted(cloud)).containsExactly(one.providerSnapshotId());
    Finding resolved = found(cloud, Kind.ORPHAN, one.providerSnapshotId(), Status.RESOLVED);
    assertThat(resolved.action().type()).isEqualTo("delete-finding");
  }

  @ParameterizedTest
  @EnumSource
  void anIgnoredOrphanIsIgnoredUntilItIsGone(OtherClient cloud) {
    // Given
    String copy = cloud.plant(simulators, "leave it");
    Finding orphan = found(cloud, Kind.ORPHAN, copy, Status.OPEN);

    // When
    AdminRequest.IgnoreFinding ignore = desk.ignore(orphan);

    // Then
    assertThat(desk.awaitEnd(ignore).status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    Finding ignored = found(cloud, Kind.ORPHAN, copy, Status.IGNORED);
    assertThat(ignored.action().type()).isEqualTo("ignore-finding");

    // When
    cloud.remove(simulators, copy);

    // Then
    Finding resolved = found(cloud, Kind.ORPHAN, copy, Status.RESOLVED);
    assertThat(resolved.version()).isEqualTo(ignored.version() + 1);
    assertThat(deleted(cloud)).containsExactly(copy);
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotWhoseCopyVanishesIsMissingAndCanBeDeleted(OtherClient cloud) {
    // Given
    Life life = available(cloud);
    String copy = copyOf(life);

    // When
    cloud.remove(simulators, copy);

    // Then
    Snapshot missing = life.awaitLast("missing").snapshot();
    assertThat(missing.state()).isEqualTo(SnapshotState.MISSING);
    Finding finding = found(cloud, Kind.MISSING, copy, Status.OPEN);
    assertThat(finding.snapshotId()).isEqualTo(life.snapshotId());
    assertThat(finding.organization()).isEqualTo(cloud.organization());

    // When
    life.ask(life.delete());

    // Then
    life.awaitLast("deleted");
    found(cloud, Kind.MISSING, copy, Status.RESOLVED);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  void theRecordOfAMissingCopyGoesWhenAnAdministratorSaysSo(OtherClient cloud) {
    // Given
    Life life = available(cloud);
    String copy = copyOf(life);
    cloud.remove(simulators, copy);
    life.awaitLast("missing");
    Finding missing = found(cloud, Kind.MISSING, copy, Status.OPEN);

    // When
    AdminRequest adopt = desk.adopt(missing, null, null);
    AdminRequest delete = desk.delete(missing.id());

    // Then
    assertThat(desk.awaitEnd(adopt).problem().is(ProblemType.NOT_SUPPORTED)).isTrue();
    assertThat(desk.awaitEnd(delete).status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    assertThat(life.awaitLast("deleted").snapshot().state()).isEqualTo(SnapshotState.DELETED);
    found(cloud, Kind.MISSING, copy, Status.RESOLVED);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  void halfAListAndErrorsMakeNothingMissing(OtherClient cloud) {
    // Given
    Life life = available(cloud);

    // When
    cloud.of(simulators).faults(Fault.of(FaultKind.MALFORMED).on("GET", "**/snapshots"));

    // Then
    awaitHealth(cloud, false);
    cloud.of(simulators).faults();
    awaitHealth(cloud, true);
    cloud.of(simulators).faults(Fault.of(FaultKind.ERROR).on("GET", "**/snapshots"));
    awaitHealth(cloud, false);
    cloud.of(simulators).faults();
    awaitHealth(cloud, true);
    assertThat(life.events().getLast().type()).isEqualTo("available");
    assertThat(desk.latest(findingId(cloud, Kind.MISSING, copyOf(life)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aSecondCopyWithOneMarkerIsRemovedAndTold(OtherClient cloud) {
    // Given
    Life life = available(cloud);
    String marked = "second-" + Marker.of(life.snapshotId());

    // When
    String second = cloud.plant(simulators, marked);

    // Then
    Finding removed = found(cloud, Kind.ORPHAN, second, Status.RESOLVED);
    assertThat(removed.snapshotId()).isEqualTo(life.snapshotId());
    assertThat(removed.detail()).contains("second copy");
    assertThat(deleted(cloud)).containsExactly(second);
    assertThat(life.events().getLast().type()).isEqualTo("available");
  }

  @ParameterizedTest
  @EnumSource
  void aCopyOfASnapshotThatHasEndedIsAnOrphanOfOurs(OtherClient cloud) {
    // Given
    Life life = available(cloud);
    life.ask(life.delete());
    life.awaitLast("deleted");

    // When
    String copy = cloud.plant(simulators, "nightly-" + Marker.of(life.snapshotId()));

    // Then
    Finding orphan = found(cloud, Kind.ORPHAN, copy, Status.OPEN);
    assertThat(orphan.snapshotId()).isEqualTo(life.snapshotId());
    assertThat(orphan.marked()).isTrue();
  }

  /** Its owner's delete would take the copy along. */
  @Test
  void whatItsOwnerIsDeletingIsNotAdopted() {
    // Given
    OtherClient cloud = OtherClient.PAR1;
    Life rejected = rejected(cloud);
    String copy = cloud.plant(simulators, "late-" + Marker.of(rejected.snapshotId()));
    Finding orphan = found(cloud, Kind.ORPHAN, copy, Status.OPEN);
    cloud.of(simulators).faults(Fault.of(FaultKind.ERROR).on("DELETE", "**/snapshots/*"));
    rejected.ask(rejected.delete());
    rejected.awaitEvents("deleting", 1);

    // When
    AdminEvent ended = desk.awaitEnd(desk.adopt(orphan, null, null));

    // Then
    assertThat(ended.problem().is(ProblemType.SNAPSHOT_NOT_AVAILABLE)).isTrue();
    cloud.of(simulators).faults();
    rejected.awaitLast("deleted");
    assertThat(deleted(cloud)).contains(copy);
  }

  @ParameterizedTest
  @EnumSource
  void aRejectedSnapshotGoesWhenACopyWithItsMarkerIsAdopted(OtherClient cloud) {
    // Given
    Life rejected = rejected(cloud);
    String copy = cloud.plant(simulators, "late-" + Marker.of(rejected.snapshotId()));
    Finding orphan = found(cloud, Kind.ORPHAN, copy, Status.OPEN);
    assertThat(orphan.snapshotId()).isEqualTo(rejected.snapshotId());

    // When
    AdminEvent ended = desk.awaitEnd(desk.adopt(orphan, null, null));

    // Then
    assertThat(ended.status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    rejected.awaitLast("deleted");
    rejected.assertGapFree();
    UUID adopted = UUID.fromString(ended.result().get("snapshotId").asText());
    assertThat(adopted).isNotEqualTo(rejected.snapshotId());
    Life life =
        new Life(
            broker,
            cloud.provider(),
            cloud.environment(),
            cloud.organization(),
            cloud.volumeId(),
            adopted);
    assertThat(life.awaitLast("adopted").snapshot().providerSnapshotId()).isEqualTo(copy);
    assertThat(deleted(cloud)).isEmpty();

    // When
    life.ask(life.delete());

    // Then
    life.awaitLast("deleted");
    assertThat(deleted(cloud)).containsExactly(copy);
  }

  @ParameterizedTest
  @EnumSource(names = "PAR1")
  void aCopyThatWasRenamedDriftsUntilItsNameIsTakenOver(OtherClient cloud) {
    // Given
    Life life = available(cloud);
    String copy = copyOf(life);

    // When
    cloud.rename(simulators, copy, "by hand-" + Marker.of(life.snapshotId()));

    // Then
    Finding drift = found(cloud, Kind.DRIFT, copy, Status.OPEN);
    assertThat(drift.name()).isEqualTo("by hand");
    assertThat(drift.detail()).contains("\"by hand\"", "\"nightly\"");

    // When
    AdminRequest delete = desk.delete(drift.id());
    AdminRequest adopt = desk.adopt(drift, null, null);

    // Then
    assertThat(desk.awaitEnd(delete).problem().is(ProblemType.NOT_SUPPORTED)).isTrue();
    assertThat(desk.awaitEnd(adopt).status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    assertThat(life.awaitLast("updated").snapshot().name()).isEqualTo("by hand");
    assertThat(found(cloud, Kind.DRIFT, copy, Status.RESOLVED).version()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = "PAR1")
  void aDriftThatIsUndoneIsResolved(OtherClient cloud) {
    // Given
    Life life = available(cloud);
    String copy = copyOf(life);
    cloud.rename(simulators, copy, "by hand");
    found(cloud, Kind.DRIFT, copy, Status.OPEN);

    // When
    cloud.rename(simulators, copy, "nightly-" + Marker.of(life.snapshotId()));

    // Then
    found(cloud, Kind.DRIFT, copy, Status.RESOLVED);
    assertThat(life.events().getLast().type()).isEqualTo("available");
  }

  @Test
  void anActionOnWhatNobodyFoundFails() {
    // When
    AdminRequest delete = desk.delete(UUID.randomUUID());

    // Then
    AdminEvent failed = desk.awaitEnd(delete);
    assertThat(failed.status()).isEqualTo(AdminEvent.Status.FAILED);
    assertThat(failed.problem().is(ProblemType.FINDING_NOT_FOUND)).isTrue();
  }

  private Life available(OtherClient cloud) {
    Life life =
        new Life(
            broker, cloud.provider(), cloud.environment(), cloud.organization(), cloud.volumeId());
    life.ask(life.create(null));
    life.awaitLast("available");
    return life;
  }

  private static String copyOf(Life life) {
    return life.events().getLast().snapshot().providerSnapshotId();
  }

  private static UUID findingId(OtherClient cloud, Kind kind, String copy) {
    return Finding.id(cloud.provider(), cloud.environment(), kind, copy);
  }

  private Life rejected(OtherClient cloud) {
    Life life =
        new Life(
            broker,
            cloud.provider(),
            cloud.environment(),
            cloud.organization(),
            UUID.randomUUID().toString());
    life.ask(life.create(null));
    life.awaitLast("rejected");
    return life;
  }

  private Finding found(OtherClient cloud, Kind kind, String copy, Status status) {
    return desk.await(cloud.provider(), cloud.environment(), kind, copy, status);
  }

  private List<String> deleted(OtherClient cloud) {
    return cloud.of(simulators).ledger().objects().stream()
        .filter(each -> each.type() == Type.SNAPSHOT && each.change() == Change.DELETED)
        .map(ObjectEntry::id)
        .toList();
  }

  private void awaitHealth(OtherClient cloud, boolean healthy) {
    String key = ProviderEnvironment.key(cloud.provider(), cloud.environment());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                broker.records(Topic.PROVIDER_STATE.topicName()).stream()
                    .filter(each -> each.key().equals(key))
                    .reduce((first, second) -> second)
                    .map(each -> new String(each.value()).contains("\"healthy\":" + healthy))
                    .orElse(false));
  }
}
