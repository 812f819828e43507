package io.stillframe.worker.provider.cloudmc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.ProblemType;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.simulator.SimulatedCloud;
import io.stillframe.simulator.SimulatorSettings;
import io.stillframe.simulator.Simulators;
import io.stillframe.simulator.cloudmc.CloudMcSettings;
import io.stillframe.simulator.cloudmc.CloudMcVolume;
import io.stillframe.simulator.cloudmc.TaskShape;
import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultKind;
import io.stillframe.simulator.fault.Outcome;
import io.stillframe.worker.provider.Configured;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.SnapshotProvider;
import io.stillframe.worker.provider.SnapshotProviderContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class CloudMcDriverTest extends SnapshotProviderContract {
  private static final String VOLUME = "c779ca42-6966-41af-a7dc-23db4e41d4ee";
  private static final SimulatorSettings SETTINGS = SimulatorSettings.defaults();
  private static final Simulators SIMULATORS = Simulators.start(SETTINGS);
  private static final SimulatedCloud<CloudMcSettings, CloudMcVolume> CLOUD = SIMULATORS.cloudMc();

  @Inject RestClients clients;

  @BeforeEach
  void reset() {
    CLOUD.reset();
    CLOUD.change(now -> now.withSnapshotDuration(Duration.ofMillis(100)));
  }

  @AfterAll
  static void stop() {
    SIMULATORS.close();
  }

  @Override
  protected SnapshotProvider provider() {
    return provider(Map.of());
  }

  private SnapshotProvider provider(Map<String, String> more) {
    Map<String, String> settings = new java.util.HashMap<>();
    settings.put("kind", "cloudmc");
    settings.put("url", CLOUD.url() + "/api/v2");
    settings.put("key", SETTINGS.cloudMc().apiKey());
    settings.put("call-timeout", "1s");
    settings.putAll(more);
    ProviderConfig config = Configured.provider("cox", "test_area", settings);
    return new CloudMcKind(clients)
        .open("cox", config, "test_area", config.environments().get("test_area"));
  }

  @Override
  protected String newVolume() {
    return VOLUME;
  }

  @Override
  protected String newLargeVolume() {
    CLOUD.change(now -> now.withSnapshotDuration(Duration.ofSeconds(2)));
    return VOLUME;
  }

  @ParameterizedTest
  @EnumSource
  void followsATaskInEitherShape(TaskShape shape) {
    // Given
    CLOUD.change(now -> now.withTaskShape(shape));

    // When
    ProviderSnapshot begun = call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(begun.id()).isNull();
    CopyRef copy = new CopyRef(snapshotId, null, begun.ticket());
    await()
        .untilAsserted(
            () ->
                assertThat(call(provider().getSnapshot(copy)))
                    .hasValueSatisfying(
                        each -> {
                          assertThat(each.id()).isNotNull();
                          assertThat(each.status()).isEqualTo(CopyStatus.AVAILABLE);
                        }));
  }

  @ParameterizedTest
  @CsvSource({"FAILED,FLAT", "FAILURE,FLAT", "FAILED,DATA", "FAILURE,BOTH"})
  void aTaskThatFailedIsACopyThatFailed(String word, TaskShape shape) {
    // Given
    CLOUD.change(
        now -> now.withFailureWord(word).withTaskShape(shape).withOutcomes(List.of(Outcome.FAIL)));

    // When
    ProviderSnapshot begun = call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    CopyRef copy = new CopyRef(snapshotId, null, begun.ticket());
    await()
        .untilAsserted(
            () ->
                assertThat(call(provider().getSnapshot(copy)))
                    .hasValueSatisfying(
                        each -> {
                          assertThat(each.status()).isEqualTo(CopyStatus.FAILED);
                          assertThat(each.problem().is(ProblemType.PROVIDER_ERROR)).isTrue();
                        }));
  }

  @Test
  void aTaskThatHasExpiredIsReplacedByTheMarker() {
    // Given
    CLOUD.change(now -> now.withTaskLife(Duration.ofMillis(100)));
    ProviderSnapshot begun = call(provider().createSnapshot(copyOf(VOLUME)));
    awaitCopy();

    // When
    Optional<ProviderSnapshot> found =
        call(provider().getSnapshot(new CopyRef(snapshotId, null, begun.ticket())));

    // Then
    assertThat(found)
        .hasValueSatisfying(copy -> assertThat(copy.marker()).contains(Marker.of(snapshotId)));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aCreateWithoutAUsableAnswerIsUncertain(FaultKind kind) {
    // Given
    CLOUD.faults(Fault.of(kind).on("POST", "**/snapshots").times(1));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNCERTAIN);
    long made = kind == FaultKind.LOST_ANSWER || kind == FaultKind.MALFORMED ? 1 : 0;
    assertThat(CLOUD.ledger().objects()).hasSize((int) made);
    assertThat(call(provider().findByMarker(snapshotId)).stream().count()).isEqualTo(made);
  }

  @Test
  void waitsAsLongAsItIsToldTo() {
    // Given
    CLOUD.faults(
        Fault.of(FaultKind.THROTTLE).on("POST", "**/snapshots").withRetryAfter(7L).times(1));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.THROTTLED);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aVolumeOfWhichASnapshotIsBeingMadeIsWaitedFor() {
    // Given
    call(provider().createSnapshot(copyOf(newLargeVolume())));

    // When
    ProviderException failure =
        refusal(
            provider(),
            new NewCopy(UUID.randomUUID(), "acme", VOLUME, "second", null, Map.of(), false));

    // Then
    assertThat(call(provider().getVolume(VOLUME)).orElseThrow().ready()).isTrue();
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
    assertThat(failure.problem().is(ProblemType.VOLUME_NOT_READY)).isTrue();
  }

  @Test
  void aCloudThatCannotBeReachedHasDoneNothing() {
    // When
    ProviderException failure =
        refusal(provider(Map.of("url", "http://127.0.0.1:1/api/v2")), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  @Test
  void aKeyThatIsNotAcceptedIsToldWithoutTheKey() {
    // When
    ProviderException failure =
        refusal(provider(Map.of("key", "not-a-key-of-theirs")), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
    assertThat(failure.problem().toString()).doesNotContain("not-a-key-of-theirs");
  }

  @Test
  void aRefusalCarriesTheCloudsOwnCode() {
    // Given
    CLOUD.change(now -> now.withQuota(1));
    call(provider().createSnapshot(copyOf(VOLUME)));
    awaitCopy();

    // When
    ProviderException failure =
        refusal(
            provider(),
            new NewCopy(UUID.randomUUID(), "acme", VOLUME, "second", null, Map.of(), false));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().is(ProblemType.PROVIDER_REFUSED)).isTrue();
    assertThat(failure.problem().providerCode()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "Hidden,AVAILABLE",
    "Copying,AVAILABLE",
    "Error,FAILED",
    "Destroying,DELETING",
    "BackingUpForVM,CREATING",
    "NeverHeardOf,CREATING"
  })
  void everyStateMeansSomething(String state, CopyStatus status) {
    // Given
    call(provider().createSnapshot(copyOf(VOLUME)));
    String id = awaitCopy().id();
    CLOUD.force(id, state);

    // When
    Optional<ProviderSnapshot> copy =
        call(provider().getSnapshot(new CopyRef(snapshotId, id, null)));

    // Then
    assertThat(copy).hasValueSatisfying(each -> assertThat(each.status()).isEqualTo(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Allocated", "CreatedOnPrimary", "BackedUp", "Error"})
  void deletesInEveryStateInWhichTheCloudDoes(String state) {
    // Given
    call(provider().createSnapshot(copyOf(VOLUME)));
    String id = awaitCopy().id();
    CLOUD.force(id, state);

    // When
    call(provider().deleteSnapshot(new CopyRef(snapshotId, id, null)));

    // Then
    await().untilAsserted(() -> assertThat(call(provider().listSnapshots())).isEmpty());
  }

  @Test
  void aCopyThatCannotBeDeletedYetIsAskedForAgain() {
    // Given
    call(provider().createSnapshot(copyOf(VOLUME)));
    String id = awaitCopy().id();
    CopyRef copy = new CopyRef(snapshotId, id, null);
    CLOUD.force(id, "BackingUp");

    // When
    call(provider().deleteSnapshot(copy));

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isPresent();

    // When
    CLOUD.force(id, "BackedUp");
    call(provider().deleteSnapshot(copy));

    // Then
    await().untilAsserted(() -> assertThat(call(provider().findByMarker(snapshotId))).isEmpty());
  }

  @Test
  void keepsWhatMarksACopyWhenItsNameIsLong() {
    // When
    call(
        provider()
            .createSnapshot(
                new NewCopy(snapshotId, "acme", VOLUME, "n".repeat(255), null, Map.of(), false)));

    // Then
    awaitCopy();
    assertThat(CLOUD.ledger().objects())
        .singleElement()
        .satisfies(made -> assertThat(made.name()).hasSize(255).endsWith(Marker.of(snapshotId)));
  }

  private static ProviderException refusal(SnapshotProvider provider, NewCopy wanted) {
    return catchThrowableOfType(
        ProviderException.class, () -> call(provider.createSnapshot(wanted)));
  }
}
