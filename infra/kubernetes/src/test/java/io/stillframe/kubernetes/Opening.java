package io.stillframe.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What one rule of a NetworkPolicy lets through: to or from which peers, at which ports. */
record Opening(List<Peer> peers, List<JsonNode> ports) {
  /** What is open to whoever has no policy. */
  static final Opening EVERYTHING = of(MissingNode.getInstance(), MissingNode.getInstance());

  /** A list that is absent or empty leaves nobody and nothing out. */
  static Opening of(JsonNode peers, JsonNode ports) {
    return new Opening(
        peers.isEmpty()
            ? List.of(new Peer(MissingNode.getInstance()))
            : Manifest.elements(peers).map(Peer::new).toList(),
        ports.isEmpty() ? List.of(MissingNode.getInstance()) : Manifest.elements(ports).toList());
  }

  /**
   * Whether the way between a pod and another one of its namespace is open at a container's port.
   */
  boolean isFor(Pod other, Map<String, String> namespace, JsonNode port) {
    return peers.stream().anyMatch(peer -> peer.selects(other, namespace))
        && ports.stream().anyMatch(open -> hasPort(open, port));
  }

  /** Those who are not, or not only, in the policy's namespace, each with each of the ports. */
  Stream<String> outside(String format) {
    return peers.stream()
        .filter(Peer::isOutside)
        .flatMap(peer -> ports.stream().map(port -> format.formatted(peer, text(port))));
  }

  private static boolean hasPort(JsonNode open, JsonNode port) {
    if (open.isEmpty()) {
      return true;
    }
    JsonNode first = open.path("port");
    int number = port.path("containerPort").asInt();
    boolean inRange =
        first.asInt() <= number && number <= open.path("endPort").asInt(first.asInt());
    return protocol(open).equals(protocol(port))
        && (first.isMissingNode() || first.equals(port.path("name")) || inRange);
  }

  private static String text(JsonNode port) {
    String numbers = port.path("port").asText("any port");
    String last = port.has("endPort") ? "-" + port.path("endPort").asText() : "";
    return numbers + last + (protocol(port).equals("TCP") ? "" : "/" + protocol(port));
  }

  private static String protocol(JsonNode port) {
    return port.path("protocol").asText("TCP");
  }
}
