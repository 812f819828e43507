package io.stillframe.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who may talk to whom, by the NetworkPolicies of one namespace.
 *
 * @param pods all that the namespace has, those that operators make too
 * @param namespace its labels
 */
record Arrows(List<Manifest> policies, List<Pod> pods, Map<String, String> namespace) {
  static Arrows of(Rendering rendering) {
    Rendering whole = new Operators(rendering).whole();
    Map<String, String> labels = new HashMap<>();
    whole
        .all("Namespace")
        .forEach(
            namespace -> {
              labels.putAll(Manifest.labels(namespace.at("/metadata/labels")));
              labels.put("kubernetes.io/metadata.name", namespace.name());
            });
    return new Arrows(whole.all("NetworkPolicy").toList(), whole.pods().toList(), labels);
  }

  /** Between pods, as {@code from -> to port}, by the names of the workloads. */
  Set<String> inside() {
    Set<String> arrows = new TreeSet<>();
    for (Pod from : pods) {
      for (Pod to : pods) {
        ports(to)
            .filter(port -> isOpen(Direction.EGRESS, from, to, port))
            .filter(port -> isOpen(Direction.INGRESS, to, from, port))
            .map(port -> port.path("containerPort").asInt())
            .map(port -> "%s -> %s %d".formatted(from.owner().name(), to.owner().name(), port))
            .forEach(arrows::add);
      }
    }
    return arrows;
  }

  /**
   * Between pods and whoever is elsewhere, as {@code from -> to port}. Elsewhere has its own rules,
   * of which nothing is known here, so these are as the policies say them.
   */
  Set<String> outside() {
    Set<String> arrows = new TreeSet<>();
    for (Pod pod : pods) {
      String name = pod.owner().name();
      openings(Direction.EGRESS, pod)
          .flatMap(opening -> opening.outside(name + " -> %s %s"))
          .forEach(arrows::add);
      openings(Direction.INGRESS, pod)
          .flatMap(opening -> opening.outside("%s -> " + name + " %s"))
          .forEach(arrows::add);
    }
    return arrows;
  }

  private static Stream<JsonNode> ports(Pod pod) {
    return pod.containers().flatMap(container -> Manifest.elements(container.path("ports")));
  }

  private boolean isOpen(Direction direction, Pod mine, Pod other, JsonNode port) {
    return openings(direction, mine).anyMatch(opening -> opening.isFor(other, namespace, port));
  }

  /** Whoever is selected by no policy of a direction is open in it. */
  private Stream<Opening> openings(Direction direction, Pod pod) {
    List<Manifest> policed =
        policies.stream()
            .filter(direction::isPolicedBy)
            .filter(policy -> new Selector(policy.at("/spec/podSelector")).selects(pod.labels()))
            .toList();
    return policed.isEmpty()
        ? Stream.of(Opening.EVERYTHING)
        : policed.stream().flatMap(direction::openings);
  }
}
