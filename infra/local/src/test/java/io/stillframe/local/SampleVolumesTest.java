package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SampleVolumesTest {
  @TempDir Path directory;

  private DataFolder data;

  @BeforeEach
  void createFolder() throws IOException {
    data = new DataFolder(directory);
    data.create();
  }

  @Test
  void laysOutTwoVolumesWithTheirSidecarsInEveryEnvironment() throws IOException {
    // When
    SampleVolumes.layOutOnce(data);
    // Then
    for (String environment : LocalProvider.ENVIRONMENTS) {
      Path volumes = data.volumes(environment);
      try (Stream<Path> files = Files.list(volumes)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "ROOT-35545.img",
                "ROOT-35545.img.json",
                "vol-simple-snapshot.img",
                "vol-simple-snapshot.img.json");
      }
      assertThat(sidecar(volumes, "ROOT-35545.img"))
          .isEqualTo(
              new JsonObject()
                  .put("id", "4fe54594-a788-442c-b7a8-0237f7a4f70d")
                  .put("name", "ROOT-35545")
                  .put("type", "os")
                  .put("instanceName", "i-root-6E7"));
      assertThat(sidecar(volumes, "vol-simple-snapshot.img").getString("name"))
          .isEqualTo("vol simple snapshot");
      assertThat(volumes.resolve("ROOT-35545.img")).hasSize(64L << 20);
      assertThat(volumes.resolve("vol-simple-snapshot.img")).hasSize(256L << 20);
    }
  }

  @Test
  void leavesAsItIsWhatAUserChangedOrDeleted() throws IOException {
    // Given
    SampleVolumes.layOutOnce(data);
    Path deleted = data.volumes("testing").resolve("ROOT-35545.img");
    Path changed = data.volumes("testing").resolve("vol-simple-snapshot.img");
    Files.delete(deleted);
    Files.writeString(changed, "mine");
    // When
    SampleVolumes.layOutOnce(data);
    // Then
    assertThat(deleted).doesNotExist();
    assertThat(changed).hasContent("mine");
  }

  private static JsonObject sidecar(Path volumes, String image) throws IOException {
    return new JsonObject(Files.readString(volumes.resolve(image + ".json")));
  }
}
