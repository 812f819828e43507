package io.stillframe.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A scaler looks at what its service has to do, and may. */
@Rendered
class ScalingTest {
  private final Rendering production = Rendering.overlay("production");

  @ParameterizedTest
  @ValueSource(strings = {"provider-worker", "query-service"})
  void lagIsThatOfTheServicesGroupOnATopicThatItReads(String service) {
    // Given
    Channels channels = Channels.of(service);

    // When
    Map<String, String> trigger = Manifest.labels(trigger(service, "kafka"));

    // Then
    assertThat(trigger)
        .containsEntry("consumerGroup", channels.group())
        .containsEntry(
            "bootstrapServers",
            Given.to(production.one("Deployment", service), production)
                .get("KAFKA_BOOTSTRAP_SERVERS"));
    assertThat(channels.read()).contains(trigger.get("topic"));
    assertThat(production.one("KafkaUser", "autoscaler").all("/spec/authorization/acls"))
        .extracting(acl -> acl.at("/resource/name").asText())
        .contains(trigger.get("consumerGroup"), trigger.get("topic"));
  }

  /** Prometheus has underscores where the meter has dots. */
  @Test
  void dueTasksAreAMetricOfTheWorker() throws IOException {
    // Given
    String meters =
        Files.readString(
            Tree.ROOT.resolve(
                "../../provider-worker/src/main/java/io/stillframe/worker/task/TaskMetrics.java"));

    // When
    String query = trigger("provider-worker", "prometheus").path("query").asText();

    // Then
    assertThat(meters).contains("\"stillframe.tasks.due\"");
    assertThat(query).contains("stillframe_tasks_due");
  }

  /** Two would pull at one number. */
  @ParameterizedTest
  @ValueSource(strings = {"provider-worker", "query-service"})
  void whoIsScaledHasNoNumberOfReplicas(String service) {
    assertThat(production.one("Deployment", service).at("/spec").has("replicas")).isFalse();
  }

  private JsonNode trigger(String service, String type) {
    return production
        .one("ScaledObject", service)
        .all("/spec/triggers")
        .filter(trigger -> trigger.path("type").asText().equals(type))
        .map(trigger -> trigger.path("metadata"))
        .findAny()
        .orElseThrow();
  }
}
