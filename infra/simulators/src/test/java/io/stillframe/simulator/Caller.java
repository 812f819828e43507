package io.stillframe.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A client of one server, with the headers that all its requests have. */
public record Caller(HttpClient http, URI root, Map<String, String> headers, Duration timeout) {
  /** Longer than any answer takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public static Caller of(URI root, String... headers) {
    return new Caller(HttpClient.newHttpClient(), root, pairs(headers), PATIENCE);
  }

  /** The same with another limit on the time of an answer. */
  public Caller within(Duration time) {
    return new Caller(http, root, headers, time);
  }

  public Reply get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  public Reply delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, null);
  }

  public Reply post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  public Reply put(String path, String body) throws IOException, InterruptedException {
    return send("PUT", path, body);
  }

  public Reply patch(String path, String body) throws IOException, InterruptedException {
    return send("PATCH", path, body);
  }

  /** Sends a request as it is told, without looking at it. */
  public Reply send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return new Reply(http.send(request.build(), BodyHandlers.ofString()));
  }

  private static Map<String, String> pairs(String... headers) {
    return headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
  }
}
