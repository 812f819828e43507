package io.stillframe.kubernetes;

import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** Where HTTPRoutes lead. */
record Routes(Rendering rendering) {
  /**
   * The service behind a request, as {@code name:port}.
   *
   * @throws IllegalStateException if there are several
   */
  Optional<String> backend(String method, String path) {
    return rules()
        .filter(
            rule ->
                Manifest.elements(rule.path("matches"))
                    .anyMatch(match -> matches(match, method, path)))
        .flatMap(rule -> Manifest.elements(rule.path("backendRefs")))
        .map(service -> service.path("name").asText() + ":" + service.path("port").asInt())
        .reduce(
            (one, other) -> {
              throw new IllegalStateException(method + " " + path + ": " + one + ", " + other);
            });
  }

  private Stream<JsonNode> rules() {
    return rendering.all("HTTPRoute").flatMap(route -> route.all("/spec/rules"));
  }

  private static boolean matches(JsonNode match, String method, String path) {
    String prefix = match.at("/path/value").asText();
    return match.path("method").asText().equals(method)
        && match.at("/path/type").asText().equals("PathPrefix")
        && (path.equals(prefix) || path.startsWith(prefix + "/"));
  }
}
