package io.stillframe.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What README.md asks an operator to write is an overlay that works. */
@Rendered
class ReadmeTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void theOverlayThatRestoresRenders() throws IOException {
    // Given
    Matcher example = EXAMPLE.matcher(Files.readString(Tree.ROOT.resolve("README.md")));
    assertThat(example.find() && example.find()).isTrue();
    Path folder = Files.createDirectories(Tree.ROOT.resolve("target/overlays/restored"));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        example.group(1).replace("<your overlay>", "../../../overlays/production"));

    // When
    Rendering restored = new Rendering("restored", Rendering.read(Kubectl.kustomize(folder)));

    // Then
    Manifest cluster = restored.one("Cluster", "stillframe-postgresql");
    assertThat(Models.problem(cluster)).isEmpty();
    assertThat(cluster.at("/spec/bootstrap/initdb").isMissingNode()).isTrue();
    assertThat(cluster.at("/spec/plugins/0/parameters/serverName").asText())
        .isNotEqualTo(cluster.at("/spec/externalClusters/0/plugin/parameters/serverName").asText());
  }

  @Test
  void theOverlayOfTheReadmeRenders() throws IOException {
    // Given
    Matcher example = EXAMPLE.matcher(Files.readString(Tree.ROOT.resolve("README.md")));
    assertThat(example.find()).isTrue();
    Path folder = Files.createDirectories(Tree.ROOT.resolve("target/overlays/own"));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        example
            .group(1)
            .replace("../production", "../../../overlays/production")
            .replaceAll("<your ([a-z]+)>", "my-$1"));
    Files.writeString(folder.resolve("api.properties"), "stillframe.quota.snapshots=5\n");

    // When
    Rendering own = new Rendering("own", Rendering.read(Kubectl.kustomize(folder)));

    // Then
    assertThat(own.manifests().stream().map(Models::problem).flatMap(Optional::stream)).isEmpty();
    assertThat(List.of(ObjectRule.values())).allMatch(rule -> rule.breaches(own).isEmpty());
    assertThat(
            own.one("Deployment", "command-service")
                .at("/spec/template/spec/containers/0/image")
                .asText())
        .isEqualTo("my-registry/stillframe/command-service:0.1.0");
    assertThat(own.one("Gateway", "stillframe").at("/spec/gatewayClassName").asText())
        .isEqualTo("my-class");
    assertThat(
            own.all("ConfigMap")
                .map(map -> map.at("/data/QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT").asText()))
        .contains("http://my-collector:4318");
    assertThat(own.all("ConfigMap").map(map -> map.at("/data/api.properties").asText()))
        .contains("stillframe.quota.snapshots=5\n");
  }
}
