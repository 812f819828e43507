package io.stillframe.api;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;

/**
 * The one key that a request carries. The same key may stand in several headers; two different ones
 * are as good as none, since nobody can say which is meant.
 */
final class PresentedKey {
  private static final String BEARER = "bearer ";

  private PresentedKey() {}

  static Optional<String> of(MultiMap headers) {
    Set<String> keys =
        Stream.of(
                values(headers, "Authorization").map(PresentedKey::bearer),
                values(headers, "MC-Api-Key").map(String::strip),
                values(headers, "X-Auth-Token").map(String::strip))
            .flatMap(each -> each)
            .collect(Collectors.toSet());
    return keys.size() == 1
        ? keys.stream().filter(key -> !key.isEmpty()).findAny()
        : Optional.empty();
  }

  private static Stream<String> values(MultiMap headers, String name) {
    return headers.getAll(name).stream();
  }

  /** The token; another scheme than Bearer counts as an empty key. */
  private static String bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }
}
