package io.stillframe.kubernetes;

import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every object is what its type says; an object that is not is refused. */
@Rendered
class ModelsTest {
  static Stream<Rendering> renderings() {
    return Rendering.all();
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void everyObjectIsOfItsType(Rendering rendering) {
    // When
    Stream<String> problems =
        rendering.manifests().stream().map(Models::problem).flatMap(Optional::stream);

    // Then
    assertThat(rendering.manifests()).isNotEmpty();
    assertThat(problems).isEmpty();
  }

  /** An unknown member, a wrong type, a missing member, each where a hand would make it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "gone",
      value = {
        "Deployment|command-service|/spec/template/spec/containers/0/imagePullPolic|\"Always\"",
        "Deployment|command-service|/spec/template/spec/containers/0/readinessProbe/httpGet/pth|\"/\"",
        "Deployment|command-service|/spec/replicas|\"2\"",
        "Deployment|command-service|/spec/template/spec/containers/0/image|5",
        "Deployment|command-service|/spec/template/metadata/labels/x|true",
        "Deployment|command-service|/spec/template/spec/enableServiceLinks|\"false\"",
        "Deployment|command-service|/spec/template/spec/containers/0/resources/limits/memory|\"5Xi\"",
        "Deployment|command-service|/spec/selector|gone",
        "Deployment|command-service|/spec/template/spec/containers/0/name|gone",
        "Job|query-service-migration|/spec/backofLimit|3",
        "NetworkPolicy|query-service|/spec/ingress/0/from/0/podSelektor|{}",
        "Service|query-service|/spec/ports/0/port|gone",
        "HTTPRoute|commands|/spec/rules/0/matches/0/methd|\"GET\"",
        "HTTPRoute|commands|/spec/rules/0/backendRefs/0/port|\"8081\"",
        "Gateway|stillframe|/spec/listeners/0/tls/certificateRef|{}",
        "Kafka|stillframe|/spec/kafka/listners|[]",
        "KafkaNodePool|broker|/spec/replicas|\"3\"",
        "KafkaTopic|stillframe.snapshot.events|/spec/partition|6",
        "KafkaUser|query-service|/spec/authorization/acls/0/resource/kind|\"topic\"",
        "ScaledObject|provider-worker|/spec/maxReplicas|6",
        "ScaledObject|provider-worker|/spec/triggers/0/metadata/lagThreshold|500",
        "ScaledObject|provider-worker|/spec/scaleTargetRef|gone",
        "TriggerAuthentication|broker|/spec/secretTargetRef/0/key|gone",
        "PodMonitor|stillframe|/spec/podMetricsEndpoint|[]",
        "PodMonitor|stillframe|/spec/selector|gone",
        "Cluster|stillframe-postgresql|/spec/instances|\"3\"",
        "Cluster|stillframe-postgresql|/spec/storage/sise|\"1Gi\"",
        "Database|query|/spec/owner|gone",
        "ScheduledBackup|stillframe-postgresql|/spec/schedule|\"0 2 * * *\"",
        "ObjectStore|stillframe-backups|/spec/configuration/destinationPath|gone",
      })
  void anotherShapeIsRefused(String kind, String name, String pointer, String value) {
    // Given
    Manifest good = Rendering.overlay("production").one(kind, name);
    Manifest bad = good.with(pointer, value);

    // When
    Optional<String> problem = Models.problem(bad);

    // Then
    assertThat(Models.problem(good)).isEmpty();
    assertThat(problem).isPresent();
  }
}
