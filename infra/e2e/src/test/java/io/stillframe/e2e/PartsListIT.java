package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The CycloneDX list of what a service consists of, {@code target/bom.json}. */
class PartsListIT {
  @ParameterizedTest
  @ValueSource(strings = {"command-service", "provider-worker", "query-service"})
  void namesEveryLibraryThatIsPackaged(String service) throws IOException {
    // Given
    Path target = Stack.ROOT.resolve(service).resolve("target");
    JsonNode list = Api.JSON.readTree(target.resolve("bom.json").toFile());

    // When
    List<String> named = new ArrayList<>();
    for (JsonNode part : list.path("components")) {
      assertThat(part.path("hashes")).as(part.toString()).isNotEmpty();
      assertThat(part.path("licenses")).as(part.toString()).isNotEmpty();
      named.add(
          "%s.%s-%s.jar"
              .formatted(
                  part.path("group").asText(),
                  part.path("name").asText(),
                  part.path("version").asText()));
    }

    // Then
    assertThat(list.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(named).containsAll(packaged(target.resolve("quarkus-app/lib")));
  }

  private static List<String> packaged(Path libraries) throws IOException {
    try (Stream<Path> files = Files.walk(libraries)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }
}
