package io.stillframe.e2e.campaign;

import java.util.Map;
import java.util.Set;

/**
 * Which state may follow which, as the design has it (section 4). Written down here once more, so
 * that a wrong table of the product's is found.
 */
final class Arrows {
  static final Map<String, Set<String>> NEXT =
      Map.of(
          "requested", Set.of("creating", "rejected", "deleting"),
          "creating", Set.of("available", "failed", "deleting"),
          "available", Set.of("missing", "deleting"),
          "missing", Set.of("available", "deleting"),
          "rejected", Set.of("deleting"),
          "failed", Set.of("deleting"),
          "deleting", Set.of("deleted", "delete-failed"),
          "delete-failed", Set.of("deleting"),
          "deleted", Set.of());

  private Arrows() {}

  /** Staying in a state is always legal. */
  static boolean lead(String from, String to) {
    Set<String> next = NEXT.get(from);
    return next != null && NEXT.containsKey(to) && (from.equals(to) || next.contains(to));
  }
}
