package io.stillframe.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** Which pods of one namespace may talk to which, by its NetworkPolicies. */
record Arrows(List<Manifest> policies) {
  static Arrows of(Rendering rendering) {
    return new Arrows(rendering.all("NetworkPolicy").toList());
  }

  /** All of them, as {@code from -> to port}, by the names of the workloads. */
  Set<String> between(List<Pod> pods) {
    Set<String> arrows = new TreeSet<>();
    for (Pod from : pods) {
      for (Pod to : pods) {
        ports(to)
            .filter(port -> isOpen("Egress", from, to, port))
            .filter(port -> isOpen("Ingress", to, from, port))
            .map(
                port ->
                    "%s -> %s %d".formatted(from.owner().name(), to.owner().name(), number(port)))
            .forEach(arrows::add);
      }
    }
    return arrows;
  }

  private static Stream<JsonNode> ports(Pod pod) {
    return pod.containers().flatMap(container -> Manifest.elements(container.path("ports")));
  }

  /** Whoever is selected by no policy of a direction is open in it. */
  private boolean isOpen(String direction, Pod mine, Pod other, JsonNode port) {
    List<Manifest> policed =
        policies.stream()
            .filter(
                policy ->
                    policy
                        .all("/spec/policyTypes")
                        .anyMatch(type -> type.asText().equals(direction)))
            .filter(policy -> new Selector(policy.at("/spec/podSelector")).selects(mine.labels()))
            .toList();
    return policed.isEmpty()
        || policed.stream()
            .flatMap(
                policy -> policy.all(direction.equals("Egress") ? "/spec/egress" : "/spec/ingress"))
            .anyMatch(rule -> isFor(rule, direction, other) && hasPort(rule, port));
  }

  private static boolean isFor(JsonNode rule, String direction, Pod other) {
    JsonNode peers = rule.path(direction.equals("Egress") ? "to" : "from");
    return peers.isMissingNode()
        || Manifest.elements(peers)
            .filter(peer -> peer.has("podSelector") && !peer.has("namespaceSelector"))
            .anyMatch(peer -> new Selector(peer.path("podSelector")).selects(other.labels()));
  }

  private static boolean hasPort(JsonNode rule, JsonNode port) {
    return !rule.has("ports")
        || Manifest.elements(rule.path("ports"))
            .map(open -> open.path("port"))
            .anyMatch(open -> open.equals(port.path("name")) || open.asInt() == number(port));
  }

  private static int number(JsonNode port) {
    return port.path("containerPort").asInt();
  }
}
