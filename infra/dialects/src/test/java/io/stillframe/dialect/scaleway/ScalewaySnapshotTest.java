package io.stillframe.dialect.scaleway;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Volume;

import static org.assertj.core.api.Assertions.assertThat;

/** What is shown of the volume of a snapshot that nothing was noted of. */
class ScalewaySnapshotTest {
  private static final Snapshot ADOPTED =
      SnapshotBuilder.builder()
          .id(UUID.randomUUID())
          .organization("acme")
          .provider("par1")
          .environment("par1")
          .volumeId("volume")
          .name("adopted")
          .labels(Map.of())
          .intervalType(Snapshot.MANUAL)
          .state(SnapshotState.AVAILABLE)
          .createdAt(Instant.EPOCH)
          .build();

  @Test
  void ownVolumesAreShownAsTheyAre() {
    // When
    ScalewaySnapshot shown = ScalewaySnapshot.of(ADOPTED, volumeOf("acme"), "unified");
    // Then
    assertThat(shown.baseVolume())
        .isEqualTo(new ScalewaySnapshot.BaseVolume("volume", "secret name"));
    assertThat(shown.size()).isEqualTo(12_345);
  }

  @Test
  void ofAnotherOrganizationsVolumeNothingIsTold() {
    // When
    ScalewaySnapshot shown = ScalewaySnapshot.of(ADOPTED, volumeOf("other"), "unified");
    // Then
    assertThat(shown.baseVolume()).isEqualTo(new ScalewaySnapshot.BaseVolume("volume", "volume"));
    assertThat(shown.size()).isZero();
  }

  private static Volume volumeOf(String organization) {
    return new Volume(
        "volume",
        "par1",
        "par1",
        organization,
        "secret name",
        null,
        12_345,
        true,
        null,
        null,
        1,
        Instant.EPOCH);
  }
}
