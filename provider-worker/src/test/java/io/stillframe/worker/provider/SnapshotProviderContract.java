package io.stillframe.worker.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Writable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What every driver must do. A driver's test extends this and says how its provider is set up; it
 * may disable a case only with the reason why its provider differs.
 */
public abstract class SnapshotProviderContract {
  protected final UUID snapshotId = UUID.randomUUID();

  /**
   * The driver, as one process sees it. Called again it is another process's driver of the same
   * environment.
   */
  protected abstract SnapshotProvider provider();

  /** A new volume with some content. */
  protected abstract String newVolume();

  /** A new volume whose copy takes long enough to be caught in the making. */
  protected abstract String newLargeVolume();

  /** Who owns the volumes and is to own what is made of them, in the cloud's own words. */
  protected String organization() {
    return "acme";
  }

  @Test
  void makesOneCopyHoweverOftenItIsAsked() {
    // Given
    String volume = newVolume();

    // When
    call(provider().createSnapshot(copyOf(volume)));
    call(provider().createSnapshot(copyOf(volume)));
    awaitCopy();
    call(provider().createSnapshot(copyOf(volume)));

    // Then
    assertThat(call(provider().listSnapshots()))
        .filteredOn(copy -> copy.marker().equals(Optional.of(Marker.of(snapshotId))))
        .hasSize(1);
  }

  @Test
  void tellsOfAFinishedCopy() {
    // Given
    String volume = newVolume();

    // When
    call(provider().createSnapshot(copyOf(volume)));

    // Then
    ProviderSnapshot copy = awaitCopy();
    assertThat(copy.volumeId()).isEqualTo(volume);
    assertThat(copy.sizeBytes())
        .isIn(null, call(provider().getVolume(volume)).orElseThrow().sizeBytes());
    assertThat(call(provider().getSnapshot(new CopyRef(snapshotId, copy.id(), null))))
        .contains(copy);
  }

  @Test
  void anotherProcessSeesACopyInTheMaking() {
    // Given
    SnapshotProvider other = provider();

    // When
    call(provider().createSnapshot(copyOf(newLargeVolume())));

    // Then
    assertThat(call(other.findByMarker(snapshotId)))
        .hasValueSatisfying(copy -> assertThat(copy.status()).isEqualTo(CopyStatus.CREATING));
    awaitCopy();
  }

  @Test
  void anotherProcessStopsACopyInTheMaking() {
    // Given
    SnapshotProvider other = provider();
    call(provider().createSnapshot(copyOf(newLargeVolume())));

    // When
    awaitGone(other);

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isEmpty();
  }

  @Test
  void refusesAVolumeThatItDoesNotHave() {
    assertThatThrownBy(() -> call(provider().createSnapshot(copyOf(UUID.randomUUID().toString()))))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.errorClass()).isEqualTo(ErrorClass.REJECTED);
              assertThat(refusal.problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue();
            });
  }

  @Test
  void deletesWhatIsThereAndWhatIsNot() {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    awaitCopy();

    // When
    awaitGone(provider());
    awaitGone(provider());

    // Then
    assertThat(call(provider().listSnapshots()))
        .noneMatch(copy -> copy.marker().equals(Optional.of(Marker.of(snapshotId))));
  }

  @Test
  void findsAndRemovesACopyByTheProvidersIdAlone() {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    ProviderSnapshot copy = awaitCopy();
    assertThat(copy.name()).isEqualTo("name");
    assertThat(call(provider().getCopy(copy.id()))).contains(copy);

    // When
    await()
        .untilAsserted(
            () -> {
              call(provider().deleteCopy(copy.id()));
              assertThat(call(provider().getCopy(copy.id()))).isEmpty();
            });

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isEmpty();
    call(provider().deleteCopy(copy.id()));
  }

  @Test
  void updatesAsOftenAsAsked() {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    CopyRef copy = new CopyRef(snapshotId, awaitCopy().id(), null);
    Writable members = new Writable("renamed", "why", Map.of("a", "b"), organization());

    // When
    call(provider().updateSnapshot(copy, members));
    call(provider().updateSnapshot(copy, members));

    // Then
    assertThat(call(provider().getSnapshot(copy)).orElseThrow().status())
        .isEqualTo(CopyStatus.AVAILABLE);
  }

  protected NewCopy copyOf(String volume) {
    return new NewCopy(snapshotId, organization(), volume, "name", null, Map.of(), false);
  }

  protected ProviderSnapshot awaitCopy() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                call(provider().findByMarker(snapshotId))
                    .filter(copy -> copy.status() != CopyStatus.CREATING)
                    .isPresent());
    ProviderSnapshot copy = call(provider().findByMarker(snapshotId)).orElseThrow();
    assertThat(copy.status()).isEqualTo(CopyStatus.AVAILABLE);
    return copy;
  }

  private void awaitGone(SnapshotProvider by) {
    await()
        .untilAsserted(
            () -> {
              call(by.deleteSnapshot(new CopyRef(snapshotId, null, null)));
              assertThat(call(by.findByMarker(snapshotId))).isEmpty();
            });
  }

  /** Tests may block. */
  protected static <T> T call(Uni<T> call) {
    return call.await().atMost(Duration.ofSeconds(20));
  }
}
