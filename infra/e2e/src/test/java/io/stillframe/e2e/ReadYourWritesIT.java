package io.stillframe.e2e;

import org.junit.jupiter.api.RepeatedTest;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** What was accepted a moment ago is there for whoever asks. */
@SharedStack
class ReadYourWritesIT {
  private final Api api;
  private final TestVolume volume;

  ReadYourWritesIT(Stack stack) {
    this.api = stack.operator();
    this.volume = stack.randomVolume(MIB / 4);
  }

  @RepeatedTest(50)
  void anAcceptedSnapshotIsNeverUnknown() {
    // Given
    Answer accepted = Api.expect(202, api.create(volume));
    // When
    Answer snapshot = api.get("/v1/snapshots/" + accepted.snapshotId());
    Answer operation = api.get(accepted.header("Location"));
    Answer list = api.get("/v1/snapshots?volumeId=" + volume.id());
    // Then
    assertThat(snapshot.status()).isEqualTo(200);
    assertThat(operation.status()).isEqualTo(200);
    assertThat(list.body().path("items").findValuesAsText("id"))
        .containsExactly(accepted.snapshotId());
  }
}
