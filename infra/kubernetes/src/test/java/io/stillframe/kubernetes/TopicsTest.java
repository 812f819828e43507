package io.stillframe.kubernetes;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Topic;

import static org.assertj.core.api.Assertions.assertThat;

/** Strimzi's topics are those of the contract, with its settings. */
@Rendered
class TopicsTest {
  private final Rendering production = Rendering.overlay("production");

  @Test
  void noTopicMoreAndNoneLess() {
    assertThat(production.all("KafkaTopic").map(Manifest::name))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(Topic::topicName).toList());
  }

  @ParameterizedTest
  @EnumSource
  void aTopicHasTheSettingsOfTheContract(Topic topic) {
    // When
    Manifest manifest = production.one("KafkaTopic", topic.topicName());

    // Then
    assertThat(Manifest.labels(manifest.at("/spec/config"))).isEqualTo(topic.settings());
    assertThat(manifest.at("/spec/partitions").intValue()).isEqualTo(Topic.PARTITIONS);
    assertThat(manifest.at("/spec/replicas").intValue()).isEqualTo(3);
    assertThat(manifest.at("/metadata/labels/strimzi.io~1cluster").asText())
        .isEqualTo("stillframe");
  }

  @Test
  void theBrokerMakesNoTopicByItself() {
    // When
    Map<String, String> settings =
        Manifest.labels(production.one("Kafka", "stillframe").at("/spec/kafka/config"));

    // Then
    assertThat(settings)
        .containsEntry("auto.create.topics.enable", "false")
        .containsEntry("min.insync.replicas", "2");
  }

  /** More replicas than partitions would have nothing to read. */
  @Test
  void nobodyIsScaledBeyondThePartitions() {
    // When
    Map<String, Integer> most =
        production
            .all("ScaledObject")
            .collect(
                Collectors.toMap(
                    Manifest::name, scaled -> scaled.at("/spec/maxReplicaCount").intValue()));

    // Then
    assertThat(most)
        .hasSize(2)
        .allSatisfy((name, max) -> assertThat(max).isEqualTo(Topic.PARTITIONS));
  }

  @Test
  void anotherRetentionIsSeen() {
    // When
    Manifest changed =
        production
            .one("KafkaTopic", Topic.SNAPSHOT_EVENTS.topicName())
            .with("/spec/config/retention.ms", "\"604800000\"");

    // Then
    assertThat(Manifest.labels(changed.at("/spec/config")))
        .isNotEqualTo(Topic.SNAPSHOT_EVENTS.settings());
  }
}
