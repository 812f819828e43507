package io.stillframe.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** A label selector. */
record Selector(JsonNode tree) {
  /** Whether it selects what has these labels; an empty one selects everything. */
  boolean selects(Map<String, String> labels) {
    return Manifest.labels(tree.path("matchLabels")).entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && Manifest.elements(tree.path("matchExpressions"))
            .allMatch(expression -> isMet(expression, labels));
  }

  @Override
  public String toString() {
    return tree.isEmpty()
        ? "any"
        : Stream.concat(
                new TreeMap<>(Manifest.labels(tree.path("matchLabels"))).entrySet().stream(),
                Manifest.elements(tree.path("matchExpressions")))
            .map(Object::toString)
            .collect(Collectors.joining(" "));
  }

  private static boolean isMet(JsonNode expression, Map<String, String> labels) {
    String operator = expression.path("operator").asText();
    if (!operator.equals("In")) {
      throw new IllegalArgumentException("Not known here: " + operator);
    }
    String value = labels.get(expression.path("key").asText());
    return Manifest.elements(expression.path("values")).anyMatch(one -> one.asText().equals(value));
  }
}
