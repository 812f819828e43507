package io.stillframe.contract;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The members of a snapshot that its owner may change. */
public record Writable(
    String name, @Nullable String description, Map<String, String> labels, String organization) {
  /** Messages must not outgrow what a broker takes. */
  public static final int MOST_LABELS = 64;

  public static Writable of(Snapshot snapshot) {
    return new Writable(
        snapshot.name(), snapshot.description(), snapshot.labels(), snapshot.organization());
  }

  /**
   * These members after the merge patch: null removes a description or a label, absence leaves it.
   */
  public Writable merge(ObjectNode patch) {
    return new Writable(
        patch.path("name").asText(name),
        patch.has("description") ? text(patch.get("description")) : description,
        patch.has("labels") ? mergeLabels(patch.get("labels")) : labels,
        patch.path("organization").asText(organization));
  }

  private Map<String, String> mergeLabels(JsonNode patch) {
    if (patch.isNull()) {
      return Map.of();
    }
    Map<String, String> merged = new HashMap<>(labels);
    patch
        .properties()
        .forEach(
            label -> {
              String value = text(label.getValue());
              if (value == null) {
                merged.remove(label.getKey());
              } else {
                merged.put(label.getKey(), value);
              }
            });
    return Map.copyOf(merged);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asText();
  }
}
