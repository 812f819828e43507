package io.stillframe.e2e;

import java.io.IOException;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** An image that is written to while it is copied is no snapshot of any point in time. */
@SharedStack
class ChangingVolumeIT {
  private static final long SIZE = 2 * 1024 * MIB;

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  ChangingVolumeIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.sparseVolume(SIZE);
  }

  /** Where the copy has been already, and behind the end. */
  @ParameterizedTest
  @ValueSource(longs = {4096, SIZE})
  void itIsDetected(long position) throws IOException {
    // Given
    Answer create = Api.expect(202, api.create(volume));
    String id = create.snapshotId();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> api.snapshot(id).path("progress").path("percent").asInt() > 0);
    // When
    volume.write(position);
    // Then
    JsonNode operation = api.end(create);
    assertThat(operation.path("status").asText()).isEqualTo("failed");
    assertThat(operation.path("problem").path("type").asText())
        .isEqualTo("urn:stillframe:problem:volume-changed");
    JsonNode snapshot = api.snapshot(id);
    assertThat(snapshot.path("state").asText()).isEqualTo("failed");
    assertThat(snapshot.path("problem").path("type").asText())
        .isEqualTo("urn:stillframe:problem:volume-changed");
    assertThat(stack.disk().hasNothingOf(id)).isTrue();
  }
}
