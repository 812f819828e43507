package io.stillframe.kubernetes;

import java.util.Map;

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

  private static boolean isMet(JsonNode expression, Map<String, String> labels) {
    String operator = expression.path("operator").asText();
    if (!operator.equals("In")) {
      throw new IllegalArgumentException("Not known here: " + operator);
    }
    String value = labels.get(expression.path("key").asText());
    return Manifest.elements(expression.path("values")).anyMatch(one -> one.asText().equals(value));
  }
}
