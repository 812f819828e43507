package io.stillframe.dialect.cloudmc;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Progress;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotState;

import static org.assertj.core.api.Assertions.assertThat;

class CloudMcSnapshotTest {
  @ParameterizedTest
  @CsvSource({
    "REQUESTED,Allocated",
    "CREATING,Creating",
    "AVAILABLE,BackedUp",
    "DELETE_FAILED,BackedUp",
    "FAILED,Error",
    "MISSING,Error",
    "DELETING,Destroying"
  })
  void everyStateHasItsWord(SnapshotState state, String word) {
    assertThat(CloudMcSnapshot.of(in(state)).orElseThrow().state()).isEqualTo(word);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotShownHasNone(SnapshotState state) {
    assertThat(CloudMcSnapshot.of(in(state)).isPresent()).isEqualTo(CloudMcSnapshot.shows(state));
  }

  @Test
  void aCopyOnItsWayToSecondaryStorageIsBackingUp() {
    // Given
    Snapshot copying =
        SnapshotBuilder.builder(in(SnapshotState.CREATING))
            .progress(Progress.reported(1, 10))
            .build();

    // When, Then
    assertThat(CloudMcSnapshot.of(copying).orElseThrow().state()).isEqualTo("BackingUp");
    assertThat(
            CloudMcSnapshot.of(SnapshotBuilder.builder(copying).rapid(true).build())
                .orElseThrow()
                .state())
        .isEqualTo("Creating");
  }

  private static Snapshot in(SnapshotState state) {
    CreateSnapshot create =
        new CreateSnapshot(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "acme",
            "compute-on",
            "test_area",
            "volume",
            "ROOT-1",
            "os",
            "name",
            null,
            Map.of(),
            false,
            Instant.EPOCH,
            null);
    return SnapshotBuilder.builder(Snapshot.requested(create)).state(state).build();
  }
}
