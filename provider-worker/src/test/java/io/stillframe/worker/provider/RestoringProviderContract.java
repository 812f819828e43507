package io.stillframe.worker.provider;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.stillframe.contract.RestoredVolume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a driver must do whose provider can make new volumes of copies. */
public abstract class RestoringProviderContract extends SnapshotProviderContract {
  @Test
  void makesOneNewVolumeHoweverOftenItIsAsked() {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    NewVolume wanted =
        new NewVolume(
            UUID.randomUUID(),
            new CopyRef(snapshotId, awaitCopy().id(), null),
            "restored",
            organization());

    // When
    call(provider().restore(wanted));
    call(provider().restore(wanted));
    RestoredVolume volume = awaitVolume(wanted.operationId());
    call(provider().restore(wanted));

    // Then
    List<ProviderVolume> volumes = call(provider().listVolumes());
    assertThat(volumes).filteredOn(each -> each.id().equals(volume.volumeId())).hasSize(1);
    assertThat(volumes).filteredOn(each -> each.name().equals("restored")).hasSize(1);
  }

  @Test
  void discardsANewVolumeThatNobodyWants() {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    UUID operation = UUID.randomUUID();
    call(
        provider()
            .restore(
                new NewVolume(
                    operation,
                    new CopyRef(snapshotId, awaitCopy().id(), null),
                    "gone",
                    organization())));

    // When
    await()
        .untilAsserted(
            () -> {
              call(provider().discardRestore(operation));
              assertThat(call(provider().findRestore(operation))).isEmpty();
            });

    // Then
    assertThat(call(provider().listVolumes())).noneMatch(volume -> volume.name().equals("gone"));
  }

  protected RestoredVolume awaitVolume(UUID operation) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                call(provider().findRestore(operation))
                    .filter(restore -> restore.status() == CopyStatus.AVAILABLE)
                    .isPresent());
    return call(provider().findRestore(operation)).orElseThrow().volume();
  }
}
