package io.stillframe.api;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
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
    if (routing.request().headers().entries().size() <= MOST) {
      routing.next();
      return;
    }
    routing
        .response()
        .setStatusCode(431)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end();
  }
}
