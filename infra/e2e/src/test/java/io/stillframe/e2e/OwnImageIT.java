package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A user puts an image of their own into the folder, and nothing beside it. */
@SharedStack
class OwnImageIT {
  private final Stack stack;
  private final Api api;

  OwnImageIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  @Test
  void itIsListedAndCanBeSnapshotted() throws IOException {
    // Given
    String name = "mine-" + UUID.randomUUID();
    Path image = stack.disk().volumes().resolve(name + ".img");
    Files.write(image, new byte[70_001]);
    // When
    JsonNode volume =
        Awaitility.await()
            .pollInterval(Duration.ofMillis(200))
            .atMost(Duration.ofSeconds(15))
            .until(() -> listed(name), found -> found.path("id").isTextual());
    JsonNode snapshot =
        api.available(new TestVolume(volume.path("id").asText(), name, image), Map.of());
    // Then
    assertThat(volume.path("sizeBytes").asLong()).isEqualTo(70_001);
    assertThat(snapshot.path("volumeName").asText()).isEqualTo(name);
    assertThat(snapshot.path("name").asText()).matches(name + "_\\d{14}");
    assertThat(Files.mismatch(image, stack.disk().image(snapshot.path("id").asText())))
        .isEqualTo(-1);
  }

  private JsonNode listed(String name) {
    return api.get("/v1/volumes?environment=test_area&name=" + name).body().path("items").path(0);
  }
}
