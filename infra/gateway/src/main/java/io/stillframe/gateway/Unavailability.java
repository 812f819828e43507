package io.stillframe.gateway;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

import io.stillframe.contract.ProblemType;

/**
 * Tells a caller in words when the service behind the gateway can't be reached, and when to try
 * again.
 *
 * @param service names the service that a request goes to
 */
record Unavailability(Function<HttpServerRequest, String> service) implements ProxyInterceptor {
  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    ProxyRequest request = context.request();
    // The service makes addresses from the host, and the caller can only use the gateway's.
    if (request.proxiedRequest().authority() != null) {
      request.setAuthority(request.proxiedRequest().authority());
    }
    // The gateway has answered it already.
    request.headers().remove("expect");
    return context
        .sendRequest()
        .recover(failure -> Future.succeededFuture(unavailable(request, failure)));
  }

  /** What a service says of its connection to the gateway is not about the caller's. */
  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    context.response().headers().remove(HttpHeaders.CONNECTION).remove(HttpHeaders.KEEP_ALIVE);
    return context.sendResponse();
  }

  private ProxyResponse unavailable(ProxyRequest request, Throwable failure) {
    String name = service.apply(request.proxiedRequest());
    String detail =
        switch (failure) {
          case ConnectException _, NoRouteToHostException _, UnknownHostException _ ->
              name + " is starting or being restarted";
          case ConnectionPoolTooBusyException _ -> "too many wait for " + name;
          default ->
              name
                  + " ended the connection before it answered; repeat with the same Idempotency-Key";
        };
    return request
        .release()
        .response()
        .setStatusCode(ProblemType.UNAVAILABLE.status())
        .putHeader("content-type", "application/problem+json")
        .putHeader("retry-after", "1")
        .setBody(Body.body(problem(detail).toBuffer()));
  }

  /** The answer in place of a service's. */
  static JsonObject problem(String detail) {
    ProblemType type = ProblemType.UNAVAILABLE;
    return new JsonObject()
        .put("type", type.uri())
        .put("title", type.title())
        .put("status", type.status())
        .put("detail", detail);
  }
}
