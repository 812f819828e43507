package io.stillframe.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.local.LocalConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** The local overlays are for a Kubernetes as old as 1.20, which has no operators. */
@Rendered
class LocalOverlayTest {
  private static final Pattern OWNER = Pattern.compile("(?m)^organization=(.+)$");

  private final Rendering local = Rendering.overlay("local");
  private final OldestModel oldest = new OldestModel();

  @ParameterizedTest
  @ValueSource(strings = {"local", "local-simulated"})
  void itHasOnlyWhatKubernetes120Knows(String overlay) {
    assertThat(
            Rendering.overlay(overlay).manifests().stream()
                .map(oldest::problem)
                .flatMap(Optional::stream))
        .isEmpty();
  }

  /** API groups, kinds and members that came later, as the production overlay has them. */
  @ParameterizedTest
  @CsvSource({
    "PodDisruptionBudget,query-service",
    "HTTPRoute,queries",
    "ScaledObject,query-service"
  })
  void whatCameLaterIsFound(String kind, String name) {
    assertThat(oldest.problem(Rendering.overlay("production").one(kind, name))).isPresent();
  }

  @Test
  void aMemberThatCameLaterIsFound() {
    // Given
    Manifest deployment = local.one("Deployment", "query-service");

    // When
    Manifest changed =
        deployment.with("/spec/template/spec/topologySpreadConstraints/0/minDomains", "2");

    // Then
    assertThat(Models.problem(changed)).isEmpty();
    assertThat(oldest.problem(changed)).isPresent();
  }

  /** As the stack on one machine has it, whose simulators know its keys and organization. */
  @Test
  void theScriptConnectsToTheSimulatedClouds() throws IOException {
    // Given
    List<String> connections =
        LocalConfiguration.simulated("http://simulators:8091", "http://simulators:8092");

    // When
    String script = Files.readString(Tree.ROOT.resolve("overlays/local/prepare"));

    // Then
    String organization = OWNER.matcher(script).results().findFirst().orElseThrow().group(1);
    assertThat(script)
        .contains(
            connections.stream()
                .map(line -> line.replace(organization, "$organization"))
                .map("    echo %s\n"::formatted)
                .toList());
  }

  @Test
  void everyServiceHasTwoReplicas() {
    assertThat(local.all("Deployment"))
        .extracting(deployment -> deployment.at("/spec/replicas").intValue())
        .containsExactly(2, 2, 2, 2);
  }

  @Test
  void theGatewayKnowsWhereTheServicesAre() {
    assertThat(Given.to(local.one("Deployment", "gateway"), local))
        .containsEntry("COMMAND_URL", "http://command-service:8081")
        .containsEntry("WORKER_URL", "http://provider-worker:8082")
        .containsEntry("QUERY_URL", "http://query-service:8083");
  }
}
