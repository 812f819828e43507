package io.stillframe.kubernetes;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The local overlay is for a Kubernetes as old as 1.20, which has no operators. */
@Rendered
class LocalOverlayTest {
  /**
   * What is used of its API groups; policy/v1, autoscaling/v2 and batch/v1's CronJob came later.
   */
  private static final Set<String> VERSIONS =
      Set.of("v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "policy/v1beta1");

  private final Rendering local = Rendering.overlay("local");

  @Test
  void itHasOnlyWhatKubernetes120Knows() {
    assertThat(local.manifests()).extracting(Manifest::apiVersion).containsOnlyElementsOf(VERSIONS);
    assertThat(local.manifests()).noneMatch(manifest -> manifest.is("CronJob"));
  }

  /** Fields that an old server would drop without a word. */
  @Test
  void itHasNoFieldThatCameLater() {
    assertThat(local.pods())
        .noneMatch(pod -> pod.spec().findValue("sleep") != null)
        .noneMatch(pod -> pod.spec().findValue("matchLabelKeys") != null)
        .noneMatch(pod -> pod.spec().findValue("minDomains") != null)
        .noneMatch(pod -> pod.spec().findValue("grpc") != null)
        .noneMatch(pod -> pod.spec().findValue("resizePolicy") != null);
  }

  @Test
  void productionWouldNotDo() {
    assertThat(Rendering.overlay("production").manifests())
        .extracting(Manifest::apiVersion)
        .contains("policy/v1", "keda.sh/v1alpha1");
    assertThat(
            Rendering.overlay("production")
                .one("Deployment", "query-service")
                .tree()
                .findValue("sleep"))
        .isNotNull();
  }

  @Test
  void everyServiceHasTwoReplicas() {
    assertThat(local.all("Deployment"))
        .extracting(deployment -> deployment.at("/spec/replicas").intValue())
        .containsExactly(2, 2, 2, 2);
  }

  @Test
  void theGatewayKnowsWhereTheServicesAre() {
    // When
    var addresses =
        local
            .one("Deployment", "gateway")
            .all("/spec/template/spec/containers/0/env")
            .map(variable -> variable.path("value").asText());

    // Then
    assertThat(addresses)
        .containsExactly(
            "http://command-service:8081",
            "http://provider-worker:8082",
            "http://query-service:8083");
  }
}
