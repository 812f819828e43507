package io.stillframe.simulator.fault;

import java.util.List;
import java.util.stream.Stream;

/** Patterns of paths, segment by segment, so that a double slash changes nothing. */
final class PathPattern {
  private PathPattern() {}

  static boolean matches(String pattern, String path) {
    return matches(segments(pattern), segments(path));
  }

  private static boolean matches(List<String> pattern, List<String> path) {
    if (pattern.isEmpty()) {
      return path.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.getFirst().equals("**")) {
      return matches(rest, path)
          || (!path.isEmpty() && matches(pattern, path.subList(1, path.size())));
    }
    return !path.isEmpty()
        && (pattern.getFirst().equals("*") || pattern.getFirst().equals(path.getFirst()))
        && matches(rest, path.subList(1, path.size()));
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
  }
}
