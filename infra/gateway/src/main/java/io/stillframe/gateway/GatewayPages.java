package io.stillframe.gateway;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** What the gateway answers itself, because it takes more than one service to know. */
final class GatewayPages {
  private static final long PATIENCE_MS = 5_000;

  private final Connections connections;

  GatewayPages(Connections connections) {
    this.connections = connections;
  }

  /** Answers the request if it is for one of these pages. */
  boolean answers(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      return false;
    }
    String path = request.path() == null ? "" : request.path();
    if (path.equals("/openapi")) {
      send(request.response(), openApi());
      return true;
    }
    if (path.equals("/q/health") || path.startsWith("/q/health/")) {
      send(request.response(), health());
      return true;
    }
    if (path.equals("/q") || path.startsWith("/q/")) {
      // What the services tell those who run them is nobody else's.
      request.response().setStatusCode(404).end();
      return true;
    }
    return false;
  }

  private Future<JsonObject> openApi() {
    Future<JsonObject> command = document(Backend.COMMAND);
    Future<JsonObject> query = document(Backend.QUERY);
    return Future.all(command, query)
        .map(all -> OpenApi.merge(List.of(command.result(), query.result())));
  }

  private Future<JsonObject> document(Backend service) {
    return get(service, "/q/openapi?format=json")
        .compose(response -> response.body())
        .map(Buffer::toJsonObject);
  }

  private Future<JsonObject> health() {
    JsonObject states = new JsonObject();
    List<Future<?>> checks = new ArrayList<>();
    for (Backend service : Backend.values()) {
      checks.add(isReady(service).onSuccess(up -> states.put(service.title(), state(up))));
    }
    return Future.all(checks)
        .map(
            all -> {
              boolean up = all.list().stream().allMatch(Boolean.TRUE::equals);
              return new JsonObject().put("status", state(up)).put("services", states);
            });
  }

  private Future<Boolean> isReady(Backend service) {
    return get(service, "/q/health/ready")
        .compose(response -> response.end().map(end -> response.statusCode() == 200))
        .recover(failure -> Future.succeededFuture(false));
  }

  private Future<HttpClientResponse> get(Backend service, String uri) {
    return connections
        .client()
        .request(connections.once(service).setURI(uri).setTimeout(PATIENCE_MS))
        .compose(request -> request.send());
  }

  private static void send(HttpServerResponse response, Future<JsonObject> answer) {
    answer
        .onSuccess(
            body -> {
              boolean down = "DOWN".equals(body.getValue("status"));
              respond(response.setStatusCode(down ? 503 : 200), "application/json", body);
            })
        .onFailure(
            failure ->
                respond(
                    response.setStatusCode(503),
                    "application/problem+json",
                    Unavailability.problem("A service does not tell its part")));
  }

  private static void respond(HttpServerResponse response, String type, JsonObject body) {
    if (response.getStatusCode() == 503) {
      response.putHeader("retry-after", "1");
    }
    response.putHeader("content-type", type).end(body.toBuffer());
  }

  private static String state(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
