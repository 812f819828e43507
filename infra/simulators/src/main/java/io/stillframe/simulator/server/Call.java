package io.stillframe.simulator.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import io.stillframe.simulator.fault.Fate;

/**
 * One call of a cloud's API.
 *
 * @param number counts the calls of one cloud from 1; 0 for the control API
 * @param segments of the path, decoded; a double slash makes no segment, as the clouds tolerate it
 * @param query the first value of each parameter, decoded
 * @param fate what is to become of the objects of this call
 * @param parameters of the path, as its template names them
 */
public record Call(
    long number,
    Instant at,
    String method,
    List<String> segments,
    Map<String, String> query,
    MultiMap headers,
    Buffer content,
    Fate fate,
    Map<String, String> parameters) {

  static Call of(Instant at, HttpServerRequest request, Buffer content) {
    return new Call(
        0,
        at,
        request.method().name(),
        segments(path(request)),
        query(Optional.ofNullable(request.query()).orElse("")),
        request.headers(),
        content,
        Fate.KIND,
        Map.of());
  }

  /** The path as it came; a request for the whole server has none. */
  static String path(HttpServerRequest request) {
    return Optional.ofNullable(request.path()).orElse("/");
  }

  Call numbered(long count) {
    return new Call(count, at, method, segments, query, headers, content, fate, parameters);
  }

  Call with(Fate other) {
    return new Call(number, at, method, segments, query, headers, content, other, parameters);
  }

  Call with(Map<String, String> others) {
    return new Call(number, at, method, segments, query, headers, content, fate, others);
  }

  /** Whether the path begins with these segments. */
  public boolean isBelow(String... first) {
    return segments.size() >= first.length
        && segments.subList(0, first.length).equals(List.of(first));
  }

  /** A parameter of the path that the matching template has. */
  public String parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).orElseThrow();
  }

  /** A parameter of the query; an empty one counts as absent. */
  public Optional<String> queried(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A header, by its name in any case; an empty one counts as absent. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
  }

  /** The body as a JSON object, none when it is something else. */
  public Optional<ObjectNode> object() {
    return Json.object(content.getBytes());
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/")).filter(part -> !part.isEmpty()).map(Call::decoded).toList();
  }

  private static Map<String, String> query(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      parameters.putIfAbsent(
          decoded(name), decoded(pair.substring(equals < 0 ? pair.length() : equals + 1)));
    }
    return parameters;
  }

  /** What is not well encoded is taken as it stands: it names nothing that exists. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
