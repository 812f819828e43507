package io.stillframe.worker.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Answers each call with what was recorded for it, and records what it was asked. */
public final class RecordedCloud implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Answer> first = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public RecordedCloud() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** What it was asked, with the query in the path. */
  public record Request(String method, String path, Headers headers, String body) {}

  private record Answer(int status, String body, Map<String, String> headers) {}

  /** The root, without a slash at the end. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * @param path without the query
   */
  public RecordedCloud on(String method, String path, int status, String body) {
    return on(method, path, status, body, Map.of());
  }

  public RecordedCloud on(
      String method, String path, int status, String body, Map<String, String> headers) {
    answers.put(method + " " + path, new Answer(status, body, headers));
    return this;
  }

  /** What the next such call is answered with, and no other. */
  public RecordedCloud once(String method, String path, int status, String body) {
    first.put(method + " " + path, new Answer(status, body, Map.of()));
    return this;
  }

  /** The calls of this method so far. */
  public List<Request> requests(String method) {
    return requests.stream().filter(each -> each.method().equals(method)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      URI asked = exchange.getRequestURI();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(new Request(method, asked.toString(), exchange.getRequestHeaders(), body));
      String call = method + " " + asked.getPath();
      Answer once = first.remove(call);
      Answer answer =
          once != null
              ? once
              : answers.getOrDefault(call, new Answer(501, "nothing recorded", Map.of()));
      byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
      if (content.length > 0) {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
      }
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }
}
