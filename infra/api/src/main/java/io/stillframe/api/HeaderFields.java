package io.stillframe.api;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Of the shortest header fields ten thousand fit into a head, and cost most of a megabyte for as
 * long as its answer is held. Heads that are not whole yet are left to whoever stands in front.
 */
@Singleton
class HeaderFields {
  /** Twenty more than our gateway takes, for what proxies add. */
  private static final int MOST = 120;

  /** Before anything is read or held. */
  private static final int PRIORITY = 1000;

  void register(@Observes Filters filters) {
    filters.register(HeaderFields::onRequest, PRIORITY);
  }

  private static void onRequest(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (request.headers().entries().size() <= MOST) {
      routing.next();
      return;
    }
    HttpServerResponse response = request.response().setStatusCode(431);
    if (request.version() == HttpVersion.HTTP_1_1) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    // Nobody reads its body.
    response.end().onComplete(sent -> request.connection().close());
  }
}
