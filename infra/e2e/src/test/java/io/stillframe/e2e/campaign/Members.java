package io.stillframe.e2e.campaign;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot's name and labels, or what a request asks of them.
 *
 * @param name none where a request leaves it as it is
 */
record Members(@Nullable String name, Map<String, String> labels) {
  /** Of a request that asks for neither. */
  static final Members NONE = new Members(null, Map.of());

  /** These after a merge patch: labels that it does not name stay. */
  Members merge(Members patch) {
    Map<String, String> merged = new HashMap<>(labels);
    merged.putAll(patch.labels());
    return new Members(patch.name() == null ? name : patch.name(), Map.copyOf(merged));
  }
}
