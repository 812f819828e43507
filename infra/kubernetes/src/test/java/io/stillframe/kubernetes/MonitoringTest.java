package io.stillframe.kubernetes;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Prometheus finds the services, and knows their rules. */
@Rendered
class MonitoringTest {
  private final Rendering production = Rendering.overlay("production");

  @Test
  void metricsAreScrapedWhereTheyAre() {
    // When
    Manifest monitor = production.one("PodMonitor", "stillframe");

    // Then
    assertThat(monitor.at("/spec/podMetricsEndpoints/0/path").asText()).isEqualTo("/q/metrics");
    assertThat(
            production
                .pods()
                .filter(Pod::isLasting)
                .filter(pod -> new Selector(monitor.at("/spec/selector")).selects(pod.labels()))
                .map(pod -> pod.spec().at("/containers/0/ports/0/name")))
        .hasSize(3)
        .containsOnly(monitor.at("/spec/podMetricsEndpoints/0/port"));
  }

  @Test
  void rulesAreThoseOfTheObservabilityPage() throws IOException {
    assertThat(production.one("PrometheusRule", "stillframe").at("/spec/groups"))
        .isEqualTo(
            new ObjectMapper(new YAMLFactory())
                .readTree(Tree.ROOT.resolve("../observability/rules.yaml").toFile())
                .path("groups"));
  }
}
