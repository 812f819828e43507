package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** A caller of the API through the gateway. */
public final class Api {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final String url;
  private final String key;

  /**
   * @param key none is sent when it is empty
   */
  public Api(String url, String key) {
    this.url = url;
    this.key = key;
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  public Answer post(String path, Object body, String... headers) {
    return send("POST", path, json(body), headers);
  }

  public Answer patch(String path, Object body, String... headers) {
    return send("PATCH", path, json(body), headers);
  }

  /** Asks for a snapshot; {@code more} are members of the body beside provider and volume. */
  Answer create(TestVolume volume, Map<String, ?> more, String... headers) {
    Map<String, Object> body = new HashMap<>(volume.asTarget());
    body.putAll(more);
    return post("/v1/snapshots", body, headers);
  }

  Answer create(TestVolume volume, String... headers) {
    return create(volume, Map.of(), headers);
  }

  /** The snapshot as it is now. */
  JsonNode snapshot(String id) {
    return expect(200, get("/v1/snapshots/" + id)).body();
  }

  /** The operation that {@code accepted} began, when it has ended. */
  public JsonNode end(Answer accepted) {
    return end(expect(202, accepted).operationId());
  }

  /** The operation when it has ended. */
  public JsonNode end(String operationId) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < limit) {
      Answer seen = get("/v1/operations/" + operationId, "Prefer", "wait=20");
      if (expect(200, seen).text("status").matches("succeeded|failed|cancelled")) {
        return seen.body();
      }
    }
    throw new AssertionError("operation " + operationId + " has not ended");
  }

  /** Takes a snapshot and returns it when it is available. */
  JsonNode available(TestVolume volume, Map<String, ?> more) {
    JsonNode operation = end(create(volume, more));
    JsonNode snapshot = snapshot(operation.path("snapshotId").asText());
    if (!snapshot.path("state").asText().equals("available")) {
      throw new AssertionError("not available: " + snapshot + " by " + operation);
    }
    return snapshot;
  }

  public static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError("expected " + status + " but got " + answer);
    }
    return answer;
  }

  /** Sends anything, also what no honest caller would. */
  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).method(method, body);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    request.header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), read(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static BodyPublisher json(Object body) {
    try {
      return BodyPublishers.ofString(
          body instanceof String text ? text : JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
