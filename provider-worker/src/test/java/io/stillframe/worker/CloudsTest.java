package io.stillframe.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Condition;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.simulator.SimulatedCloud;
import io.stillframe.simulator.Simulators;
import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultKind;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;
import io.stillframe.simulator.ledger.ObjectEntry.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests that go all the way to a cloud which does not behave. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
@QuarkusTestResource(SimulatedClouds.class)
class CloudsTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  Simulators simulators;

  private Broker broker;

  enum Cloud {
    COX("cox", "test_area", Life.ACME, "c779ca42-6966-41af-a7dc-23db4e41d4ee", "Error"),
    PAR1("par1", "par1", SimulatedClouds.OWNER, "701a8946-ff9d-4579-95e3-1c2c2d0f892d", "error");

    private final String provider;
    private final String environment;
    private final String organization;
    private final String volumeId;
    private final String failed;

    Cloud(
        String provider, String environment, String organization, String volumeId, String failed) {
      this.provider = provider;
      this.environment = environment;
      this.organization = organization;
      this.volumeId = volumeId;
      this.failed = failed;
    }

    private SimulatedCloud<?, ?> of(Simulators simulators) {
      return switch (this) {
        case COX -> simulators.cloudMc();
        case PAR1 -> simulators.scaleway();
      };
    }

    private Life life(Broker broker) {
      return new Life(broker, provider, environment, organization, volumeId);
    }
  }

  @BeforeEach
  void connect() {
    simulators.cloudMc().reset();
    simulators.scaleway().reset();
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource
  void aLostAnswerMakesOneCopyNotTwo(Cloud cloud) {
    // Given
    Life life = cloud.life(broker);
    cloud.of(simulators).faults(creates(FaultKind.LOST_ANSWER));

    // When
    life.ask(life.create(null));

    // Then
    Operation ended = life.awaitLast("available").operations().getFirst();
    assertThat(ended.status()).isEqualTo(OperationStatus.SUCCEEDED);
    assertThat(conditions(life)).extracting(Condition::reason).contains(Condition.Reason.UNCERTAIN);
    assertThat(snapshots(cloud, Change.CREATED)).hasSize(1);

    // When
    life.ask(life.delete());

    // Then
    life.awaitLast("deleted");
    assertThat(snapshots(cloud, Change.DELETED)).hasSize(1);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource(names = "PAR1")
  void aLostAnswerMakesOneNewVolumeNotTwo(Cloud cloud) {
    // Given
    Life life = cloud.life(broker);
    life.ask(life.create(null));
    life.awaitLast("available");
    cloud.of(simulators).faults(Fault.of(FaultKind.LOST_ANSWER).on("POST", "**/volumes").times(1));

    // When
    life.ask(life.restore("of it"));

    // Then
    Operation ended = life.awaitLast("restored").operations().getFirst();
    assertThat(ended.result().name()).isEqualTo("of it");
    assertThat(objects(cloud, Type.VOLUME, Change.CREATED))
        .extracting(ObjectEntry::id)
        .containsExactly(ended.result().volumeId());
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void aCopyThatNeverEndsEndsAtItsDeadlineAndIsRemovedWhenThatIsPossible(Cloud cloud) {
    // Given
    Life life = cloud.life(broker);
    cloud.of(simulators).faults(creates(FaultKind.STUCK_TASK));
    Instant deadline = Instant.now().plusSeconds(3);

    // When
    life.ask(life.create(deadline));

    // Then
    SnapshotEvent failed = life.awaitLast("failed");
    assertThat(failed.operations().getFirst().problem().is(ProblemType.DEADLINE_EXCEEDED)).isTrue();
    assertThat(failed.time()).isBetween(deadline, deadline.plus(Duration.ofSeconds(8)));
    assertThat(snapshots(cloud, Change.DELETED)).isEmpty();

    // When
    cloud.of(simulators).force(snapshots(cloud, Change.CREATED).getFirst().id(), cloud.failed);

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(snapshots(cloud, Change.DELETED)).hasSize(1));
    assertThat(life.events().getLast().type()).isEqualTo("failed");
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void aCancelledCopyThatNeverEndsEndsAtItsDeadlineAndGoesWhenThatIsPossible(Cloud cloud) {
    // Given
    Life life = cloud.life(broker);
    cloud.of(simulators).faults(creates(FaultKind.STUCK_TASK));
    CreateSnapshot create = life.create(Instant.now().plusSeconds(3));
    life.ask(create);
    life.awaitLast("creating");

    // When
    life.ask(life.cancel(create));

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(life.events().getLast().operations())
                    .extracting(Operation::status)
                    .containsExactly(OperationStatus.CANCELLED));
    assertThat(life.events().getLast().snapshot().state()).isEqualTo(SnapshotState.DELETING);

    // When
    cloud.of(simulators).force(snapshots(cloud, Change.CREATED).getFirst().id(), cloud.failed);

    // Then
    assertThat(life.awaitLast("deleted").operations()).isEmpty();
    assertThat(snapshots(cloud, Change.DELETED)).hasSize(1);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  void aCopyThatNeverEndsCanBeDeleted(Cloud cloud) {
    // Given
    Life life = cloud.life(broker);
    cloud.of(simulators).faults(creates(FaultKind.STUCK_TASK));
    life.ask(life.create(Instant.now().plusSeconds(2)));
    life.awaitLast("failed");

    // When
    life.ask(life.update(cloud.organization, "{\"name\": \"changed meanwhile\"}"));
    life.awaitLast("updated");
    life.ask(life.delete());
    life.awaitLast("deleting");
    cloud.of(simulators).force(snapshots(cloud, Change.CREATED).getFirst().id(), cloud.failed);

    // Then
    SnapshotEvent deleted = life.awaitLast("deleted");
    assertThat(deleted.operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.SUCCEEDED);
    assertThat(snapshots(cloud, Change.DELETED)).hasSize(1);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  void aCloudThatAsksForPatienceIsToldAsThrottled(Cloud cloud) {
    // Given
    Life life = cloud.life(broker);
    cloud.of(simulators).faults(creates(FaultKind.THROTTLE).withRetryAfter(2L));

    // When
    life.ask(life.create(null));

    // Then
    assertThat(life.awaitLast("available").snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
    SnapshotEvent throttled = retrying(life).getFirst();
    assertThat(throttled.snapshot().condition().reason()).isEqualTo(Condition.Reason.THROTTLED);
    assertThat(throttled.snapshot().condition().nextAttemptAt())
        .isBetween(throttled.time().plusMillis(1900), throttled.time().plusMillis(2100));
    assertThat(snapshots(cloud, Change.CREATED)).hasSize(1);
    life.assertGapFree();
  }

  @ParameterizedTest
  @EnumSource
  void aFinalErrorCarriesTheCloudsOwnCodeAndRequestId(Cloud cloud) {
    // Given
    simulators.cloudMc().change(now -> now.withQuota(1));
    simulators.scaleway().change(now -> now.withQuota(1));
    Life first = cloud.life(broker);
    first.ask(first.create(null));
    first.awaitLast("available");

    // When
    Life second = cloud.life(broker);
    second.ask(second.create(null));

    // Then
    Problem problem = second.awaitLast("rejected").operations().getFirst().problem();
    assertThat(problem.is(ProblemType.PROVIDER_REFUSED)).isTrue();
    assertThat(problem.providerCode()).isNotBlank();
    assertThat(problem.providerRequestId()).isNotBlank();
    assertThat(second.events().getLast().snapshot().problem()).isEqualTo(problem);
  }

  private static Fault creates(FaultKind kind) {
    return Fault.of(kind).on("POST", "**/snapshots").times(1);
  }

  private static List<SnapshotEvent> retrying(Life life) {
    return life.events().stream().filter(each -> each.type().equals("retrying")).toList();
  }

  private static List<Condition> conditions(Life life) {
    return retrying(life).stream().map(SnapshotEvent::snapshot).map(Snapshot::condition).toList();
  }

  private List<ObjectEntry> snapshots(Cloud cloud, Change change) {
    return objects(cloud, Type.SNAPSHOT, change);
  }

  private List<ObjectEntry> objects(Cloud cloud, Type type, Change change) {
    return cloud.of(simulators).ledger().objects().stream()
        .filter(each -> each.type() == type && each.change() == change)
        .toList();
  }
}
