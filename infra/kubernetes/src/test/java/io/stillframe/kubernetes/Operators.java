package io.stillframe.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What CloudNativePG and Strimzi make of their objects, as far as NetworkPolicies meet it: pods
 * with labels and ports, and Strimzi's policy for those who come to its listeners. By which ports
 * Kafka's pods speak among themselves and with their operator is Strimzi's business, and not here.
 */
record Operators(Rendering asked) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For clients, for the operator, and of the metrics. */
  private static final List<Integer> POSTGRESQL = List.of(5432, 8000, 9187);

  /** What was asked for and what is made of it. */
  Rendering whole() {
    return new Rendering(
        asked.name(),
        Stream.concat(asked.manifests().stream(), asked.manifests().stream().flatMap(this::made))
            .toList());
  }

  private Stream<Manifest> made(Manifest object) {
    return switch (object.kind()) {
      case "Cluster" -> Stream.of(postgresql(object));
      case "KafkaNodePool" -> Stream.of(pool(object));
      case "Kafka" -> Stream.of(entityOperator(object), whoComesToListeners(object));
      default -> Stream.empty();
    };
  }

  private static Manifest postgresql(Manifest cluster) {
    Map<String, String> labels =
        new HashMap<>(Manifest.labels(cluster.at("/spec/inheritedMetadata/labels")));
    labels.put("cnpg.io/cluster", cluster.name());
    return pods(cluster.name(), labels, POSTGRESQL);
  }

  /** Controllers have no listener for clients. */
  private Manifest pool(Manifest pool) {
    String cluster = pool.at("/metadata/labels/strimzi.io~1cluster").asText();
    boolean isBroker = pool.all("/spec/roles").anyMatch(role -> role.asText().equals("broker"));
    Map<String, String> labels =
        new HashMap<>(Manifest.labels(pool.at("/spec/template/pod/metadata/labels")));
    labels.putAll(strimzi(cluster, "kafka"));
    return pods(
        cluster + "-" + pool.name(),
        labels,
        isBroker
            ? listeners(asked.one("Kafka", cluster)).map(Operators::port).toList()
            : List.of());
  }

  private static Manifest entityOperator(Manifest kafka) {
    return pods(
        kafka.name() + "-entity-operator", strimzi(kafka.name(), "entity-operator"), List.of());
  }

  /** A listener that names no peers is open to anybody. */
  private static Manifest whoComesToListeners(Manifest kafka) {
    ObjectNode policy = object("NetworkPolicy", kafka.name() + "-network-policy-kafka");
    ObjectNode spec = policy.putObject("spec");
    spec.putObject("podSelector")
        .set("matchLabels", JSON.valueToTree(strimzi(kafka.name(), "kafka")));
    spec.putArray("policyTypes").add("Ingress");
    listeners(kafka)
        .forEach(
            listener -> {
              ObjectNode rule = spec.withArray("ingress").addObject();
              rule.putArray("ports").addObject().put("port", port(listener));
              rule.set("from", listener.path("networkPolicyPeers"));
            });
    return new Manifest(policy);
  }

  private static Stream<JsonNode> listeners(Manifest kafka) {
    return kafka.all("/spec/kafka/listeners");
  }

  private static int port(JsonNode listener) {
    return listener.path("port").intValue();
  }

  private static Map<String, String> strimzi(String cluster, String part) {
    return Map.of("strimzi.io/cluster", cluster, "strimzi.io/name", cluster + "-" + part);
  }

  private static Manifest pods(String name, Map<String, String> labels, List<Integer> ports) {
    ObjectNode workload = object("Pods", name);
    ObjectNode template = workload.putObject("spec").putObject("template");
    template.putObject("metadata").set("labels", JSON.valueToTree(labels));
    var open = template.putObject("spec").putArray("containers").addObject().putArray("ports");
    ports.forEach(port -> open.addObject().put("containerPort", port));
    return new Manifest(workload);
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }
}
