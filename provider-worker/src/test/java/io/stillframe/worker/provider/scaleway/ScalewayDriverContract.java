package io.stillframe.worker.provider.scaleway;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.contract.Writable;
import io.stillframe.simulator.SimulatedCloud;
import io.stillframe.simulator.SimulatorSettings;
import io.stillframe.simulator.Simulators;
import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultKind;
import io.stillframe.simulator.fault.Outcome;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.scaleway.ScalewaySettings;
import io.stillframe.simulator.scaleway.ScalewayVolume;
import io.stillframe.worker.provider.Configured;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.RestoringProviderContract;
import io.stillframe.worker.provider.SnapshotProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What the driver does whichever generation of the API it speaks. */
abstract class ScalewayDriverContract extends RestoringProviderContract {
  static final String VOLUME = "701a8946-ff9d-4579-95e3-1c2c2d0f892d";
  static final String OWNER = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  static final String OTHER = "f1350c5d-f1d8-4f9d-b114-6053905578e1";
  static final SimulatorSettings SETTINGS = SimulatorSettings.defaults();
  private static Simulators simulators;
  static SimulatedCloud<ScalewaySettings, ScalewayVolume> cloud;

  @Inject RestClients clients;

  /** The setting {@code api}. */
  protected abstract String api();

  /** That generation, to look past the driver. */
  protected abstract Generation generation();

  @BeforeAll
  static void start() {
    simulators = Simulators.start(SETTINGS);
    cloud = simulators.scaleway();
  }

  @BeforeEach
  void reset() {
    cloud.reset();
  }

  @AfterAll
  static void stop() {
    simulators.close();
  }

  @Override
  protected SnapshotProvider provider() {
    return provider(Map.of());
  }

  protected SnapshotProvider provider(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kind", "scaleway");
    settings.put("url", cloud.url().toString());
    settings.put("key", SETTINGS.scaleway().token());
    settings.put("call-timeout", "1s");
    settings.put("settings.api", api());
    settings.putAll(more);
    ProviderConfig config = Configured.provider("scw", "par1", settings);
    return new ScalewayKind(clients).open("scw", config, "par1", config.environments().get("par1"));
  }

  @Override
  protected String organization() {
    return OWNER;
  }

  @Override
  protected String newVolume() {
    return VOLUME;
  }

  @Override
  protected String newLargeVolume() {
    cloud.change(now -> now.withSnapshotDuration(Duration.ofSeconds(2)));
    return VOLUME;
  }

  @Test
  void tellsWhatTheCloudTells() {
    // When
    ProviderSnapshot begun = call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(begun.id()).isNotNull();
    assertThat(begun.status()).isEqualTo(CopyStatus.CREATING);
    assertThat(begun.volumeId()).isEqualTo(VOLUME);
    assertThat(begun.sizeBytes()).isEqualTo(10_000_000_000L);
    assertThat(begun.marker()).contains(Marker.of(snapshotId));
    assertThat(begun.cutAt()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aCreateWithoutAUsableAnswerIsUncertainAndFoundByItsMarker(FaultKind kind) {
    // Given
    cloud.faults(Fault.of(kind).on("POST", "**/snapshots").times(1));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNCERTAIN);
    int made = kind == FaultKind.LOST_ANSWER || kind == FaultKind.MALFORMED ? 1 : 0;
    assertThat(cloud.ledger().objects()).hasSize(made);
    assertThat(call(provider().findByMarker(snapshotId)).stream()).hasSize(made);
    call(provider().createSnapshot(copyOf(VOLUME)));
    assertThat(cloud.ledger().objects()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aRestoreWithoutAUsableAnswerIsUncertainAndFoundByItsMarker(FaultKind kind) {
    // Given
    NewVolume wanted = restoreOf(copyThatIsThere());
    cloud.faults(Fault.of(kind).on("POST", "**/volumes").times(1));

    // When
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> call(provider().restore(wanted)));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNCERTAIN);
    call(provider().restore(wanted));
    assertThat(objects(ObjectEntry.Type.VOLUME)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aLookWithoutAUsableAnswerMayBeRepeated(FaultKind kind) {
    // Given
    cloud.faults(Fault.of(kind).on("GET", "**/snapshots").times(1));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
    assertThat(cloud.ledger().objects()).isEmpty();
  }

  @Test
  void aCopyThatShowsLateIsFoundWhenItShows() {
    // Given
    cloud.faults(
        Fault.of(FaultKind.LATE_VISIBILITY)
            .on("POST", "**/snapshots")
            .after(Duration.ofMillis(500)));

    // When
    call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isEmpty();
    await().until(() -> call(provider().findByMarker(snapshotId)).isPresent());
  }

  @Test
  void waitsAsLongAsItIsToldTo() {
    // Given
    cloud.faults(Fault.of(FaultKind.THROTTLE).on("POST", "**/snapshots").withRetryAfter(7L));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.THROTTLED);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(cloud.ledger().objects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anAnswerThatSaysNothingButSlowDownIsUnderstood(boolean body) {
    // Given
    cloud.faults(Fault.of(FaultKind.THROTTLE).withBody(body));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.THROTTLED);
    assertThat(failure.retryAfter()).isNull();
    assertThat(failure.problem().providerCode()).isEqualTo(body ? "too_many_requests" : null);
  }

  @Test
  void readsEveryPage() {
    // Given
    haveSnapshots(120);

    // When
    List<ProviderSnapshot> all = call(provider().listSnapshots());

    // Then
    assertThat(all).hasSize(120);
    assertThat(all).extracting(ProviderSnapshot::id).doesNotHaveDuplicates();
    assertThat(cloud.ledger().calls())
        .filteredOn(each -> each.method().equals("GET"))
        .extracting(each -> each.query())
        .endsWith("page=1&per_page=100", "page=2&per_page=100");
  }

  @Test
  void aListOfWhichOnePageFailsIsNone() {
    // Given
    haveSnapshots(101);
    cloud.faults(
        Fault.of(FaultKind.DELAY).on("GET", "**/snapshots").times(1),
        Fault.of(FaultKind.ERROR).on("GET", "**/snapshots"));

    // When
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> call(provider().listSnapshots()));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "snapshotting,CREATING",
    "available,AVAILABLE",
    "exporting,AVAILABLE",
    "importing,CREATING",
    "error,FAILED",
    "invalid_data,FAILED",
    "never_heard_of,CREATING"
  })
  void everyStateMeansSomething(String state, CopyStatus status) {
    // Given
    CopyRef copy = copyThatIsThere();
    cloud.force(copy.providerSnapshotId(), state);

    // When
    ProviderSnapshot seen = call(provider().getSnapshot(copy)).orElseThrow();

    // Then
    assertThat(seen.status()).isEqualTo(status);
    assertThat(seen.problem() != null).isEqualTo(status == CopyStatus.FAILED);
  }

  @Test
  void aCopyThatFailsIsToldAndCanBeDeleted() {
    // Given
    cloud.change(now -> now.withOutcomes(List.of(Outcome.FAIL)));
    String id = call(provider().createSnapshot(copyOf(VOLUME))).id();
    CopyRef copy = new CopyRef(snapshotId, id, null);
    await()
        .untilAsserted(
            () ->
                assertThat(call(provider().getSnapshot(copy)).orElseThrow().problem())
                    .isNotNull()
                    .matches(problem -> problem.is(ProblemType.PROVIDER_ERROR)));

    // When
    call(provider().deleteSnapshot(copy));

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isEmpty();
  }

  @Test
  void aDeletionInTheMakingIsAskedAgainLater() {
    // Given
    String id = call(provider().createSnapshot(copyOf(newLargeVolume()))).id();

    // When
    call(provider().deleteSnapshot(new CopyRef(snapshotId, id, null)));

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isPresent();
  }

  @Test
  void deletesASecondCopyOfTheSameSnapshotToo() {
    // Given
    cloud.change(now -> now.withSnapshotDuration(Duration.ZERO));
    cloud.faults(
        Fault.of(FaultKind.LATE_VISIBILITY)
            .on("POST", "**/snapshots")
            .after(Duration.ofMillis(300))
            .times(1));
    call(provider().createSnapshot(copyOf(VOLUME)));
    String second = call(provider().createSnapshot(copyOf(VOLUME))).id();
    await().until(() -> call(provider().listSnapshots()).size() == 2);
    CopyRef copy = new CopyRef(snapshotId, second, null);

    // When
    call(provider().deleteSnapshot(copy));
    call(provider().deleteSnapshot(copy));

    // Then
    assertThat(call(provider().listSnapshots())).isEmpty();
  }

  @Test
  void aVolumeThatIsGoneHasLeftItsCopy() {
    // Given
    cloud.change(now -> now.withRestoreDuration(Duration.ZERO));
    NewVolume wanted = restoreOf(copyThatIsThere());
    call(provider().restore(wanted));
    RestoredVolume volume = awaitVolume(wanted.operationId());
    UUID other = UUID.randomUUID();
    NewCopy ofNew = new NewCopy(other, OWNER, volume.volumeId(), "name", null, Map.of(), false);
    String id = call(provider().createSnapshot(ofNew)).id();
    await()
        .untilAsserted(
            () -> {
              call(provider().discardRestore(wanted.operationId()));
              assertThat(call(provider().findRestore(wanted.operationId()))).isEmpty();
            });

    // When
    Optional<ProviderSnapshot> copy = call(provider().getSnapshot(new CopyRef(other, id, null)));

    // Then
    assertThat(copy).hasValueSatisfying(each -> assertThat(each.volumeId()).isNull());
  }

  @Test
  void aVolumeBelongsToWhomTheCloudSays() {
    // When
    List<ProviderVolume> volumes = call(provider().listVolumes());

    // Then
    assertThat(volumes)
        .filteredOn(each -> OTHER.equals(each.organization()))
        .extracting(ProviderVolume::name)
        .containsExactly("of another");
    assertThat(volumes)
        .filteredOn(each -> each.name().equals("attached"))
        .extracting(ProviderVolume::instanceName)
        .containsExactly("web");
  }

  @Test
  void aVolumeThatIsBusyIsNotReady() {
    // Given
    call(provider().createSnapshot(copyOf(newLargeVolume())));

    // When
    ProviderException failure = refusal(provider(), another());

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().is(ProblemType.VOLUME_NOT_READY)).isTrue();
  }

  @Test
  void aQuotaIsARefusalAndNoMatterOfTheKey() {
    // Given
    cloud.change(now -> now.withQuota(1));
    copyThatIsThere();

    // When
    ProviderException failure = refusal(provider(), another());

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().is(ProblemType.PROVIDER_REFUSED)).isTrue();
    assertThat(failure.problem().providerCode()).startsWith("quota");
  }

  @Test
  void aKeyThatIsNotAcceptedIsToldWithoutTheKey() {
    // When
    ProviderException failure =
        refusal(provider(Map.of("key", "not-a-key-of-theirs")), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
    assertThat(failure.problem().providerCode()).isNotBlank();
    assertThat(failure.problem().toString() + failure).doesNotContain("not-a-key-of-theirs");
  }

  @Test
  void aCloudThatCannotBeReachedHasDoneNothing() {
    // When
    ProviderException failure =
        refusal(provider(Map.of("url", "http://127.0.0.1:1")), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  @Test
  void aCopyIsGivenToAnotherOrganizationWithItsMarker() {
    // Given
    CopyRef copy = copyThatIsThere();

    // When
    call(provider().updateSnapshot(copy, members("renamed", OTHER)));

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isPresent();
    assertThat(ownerOf(copy)).isEqualTo(OTHER);
  }

  @Test
  void aCopyIsNotGivenToAnOrganizationThatTheCloudRefuses() {
    // Given
    CopyRef copy = copyThatIsThere();

    // When
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () ->
                call(
                    provider()
                        .updateSnapshot(copy, members("name", UUID.randomUUID().toString()))));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().is(ProblemType.PROVIDER_REFUSED)).isTrue();
  }

  @Test
  void nothingIsSentWhenNothingChanges() {
    // Given
    CopyRef copy = copyThatIsThere();

    // When
    call(provider().updateSnapshot(copy, members("name", OWNER)));

    // Then
    assertThat(cloud.ledger().calls())
        .extracting(each -> each.method())
        .doesNotContain("PUT", "PATCH");
  }

  protected static Writable members(String name, String organization) {
    return new Writable(name, null, Map.of(), organization);
  }

  private String ownerOf(CopyRef copy) {
    return call(generation().client().snapshot(copy.providerSnapshotId()))
        .orElseThrow()
        .organization();
  }

  protected ScalewayClient client(String path) {
    Map<String, String> settings = Map.of("kind", "scaleway", "url", cloud.url() + path);
    ProviderConfig config = Configured.provider("scw", "par1", settings);
    return new ScalewayClient(
        clients.builder("scw", config).build(ScalewayApi.class), SETTINGS.scaleway().token());
  }

  protected CopyRef copyThatIsThere() {
    call(provider().createSnapshot(copyOf(VOLUME)));
    return new CopyRef(snapshotId, awaitCopy().id(), null);
  }

  protected NewVolume restoreOf(CopyRef copy) {
    return new NewVolume(UUID.randomUUID(), copy, "restored", OWNER);
  }

  protected List<ObjectEntry> objects(ObjectEntry.Type type) {
    return cloud.ledger().objects().stream().filter(each -> each.type() == type).toList();
  }

  private NewCopy another() {
    return new NewCopy(UUID.randomUUID(), OWNER, VOLUME, "another", null, Map.of(), false);
  }

  private void haveSnapshots(int count) {
    cloud.change(now -> now.withSnapshotDuration(Duration.ZERO));
    IntStream.range(0, count).forEach(each -> call(provider().createSnapshot(another())));
  }

  protected static ProviderException refusal(SnapshotProvider provider, NewCopy wanted) {
    return catchThrowableOfType(
        ProviderException.class, () -> call(provider.createSnapshot(wanted)));
  }
}
