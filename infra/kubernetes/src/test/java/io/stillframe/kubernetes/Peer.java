package io.stillframe.kubernetes;

import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who is at the other end, as a rule of a NetworkPolicy names them; without a name it is anybody.
 */
record Peer(JsonNode tree) {
  private static final String PODS = "podSelector";
  private static final String NAMESPACES = "namespaceSelector";
  private static final String ADDRESSES = "ipBlock";

  /**
   * Whether it is a pod of the policy's own namespace. By an address it never is: which ones pods
   * get is the cluster's choice.
   */
  boolean selects(Pod pod, Map<String, String> namespace) {
    return !tree.has(ADDRESSES)
        && (!tree.has(NAMESPACES) || new Selector(tree.path(NAMESPACES)).selects(namespace))
        && (!tree.has(PODS) || new Selector(tree.path(PODS)).selects(pod.labels()));
  }

  /** Whether it may be somebody who is no pod of the policy's own namespace. */
  boolean isOutside() {
    return tree.isEmpty() || tree.has(NAMESPACES) || tree.has(ADDRESSES);
  }

  @Override
  public String toString() {
    if (tree.isEmpty()) {
      return "anybody";
    }
    if (tree.has(ADDRESSES)) {
      return addresses(tree.path(ADDRESSES));
    }
    String pods = tree.has(PODS) ? " pod " + new Selector(tree.path(PODS)) : "";
    return tree.has(NAMESPACES)
        ? "namespace " + new Selector(tree.path(NAMESPACES)) + pods
        : pods.strip();
  }

  private static String addresses(JsonNode block) {
    String excepted =
        Manifest.elements(block.path("except"))
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "));
    return block.path("cidr").asText() + (excepted.isEmpty() ? "" : " but " + excepted);
  }
}
