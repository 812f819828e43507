package io.stillframe.kubernetes;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;

/**
 * The types of the Gateway API and of Strimzi, by the models that their makers publish. Those keep
 * what they do not know, for newer servers; here it is refused. They do not say which members must
 * be there: tests of routes, topics and users do.
 */
final class OperatorModel implements Models.Model {
  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "gateway.networking.k8s.io/v1 Gateway", Gateway.class,
          "gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class,
          "kafka.strimzi.io/v1 Kafka", Kafka.class,
          "kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class,
          "kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class,
          "kafka.strimzi.io/v1 KafkaUser", KafkaUser.class);

  private final ObjectMapper strict =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  @Override
  public boolean knows(Manifest manifest) {
    return TYPES.containsKey(type(manifest));
  }

  @Override
  public Optional<String> problem(Manifest manifest) {
    try {
      Object read = strict.treeToValue(manifest.tree(), TYPES.get(type(manifest)));
      // The models serve several versions of their API, and tell the oldest.
      return RoundTrip.change(manifest.at("/spec"), strict.valueToTree(read).at("/spec"))
          .map(change -> manifest + ": " + change);
    } catch (JsonProcessingException e) {
      return Optional.of(manifest + ": " + e.getMessage());
    }
  }

  private static String type(Manifest manifest) {
    return manifest.apiVersion() + " " + manifest.kind();
  }
}
