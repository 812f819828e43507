package io.stillframe.worker.provider.scaleway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultKind;
import io.stillframe.simulator.fault.Outcome;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What the driver does whichever generation of the API it speaks. */
abstract class ScalewayDriverContract extends ScalewayFaultsContract {
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
  void aVolumeThatIsBusyIsWaitedFor() {
    // Given
    call(provider().createSnapshot(copyOf(newLargeVolume())));

    // When
    ProviderException failure = refusal(provider(), another());

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
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
}
