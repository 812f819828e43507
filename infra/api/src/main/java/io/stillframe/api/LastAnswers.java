package io.stillframe.api;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * An answer of a process that was told to end is the last on its connection. Quarkus says so of
 * requests that come then; here it is also said of those that were held when it was told.
 */
@Singleton
class LastAnswers {
  private static final int PRIORITY = 210;

  private volatile boolean leaving;

  void register(@Observes Filters filters) {
    filters.register(this::onAnswer, PRIORITY);
  }

  void leave(@Observes ShutdownDelayInitiatedEvent told) {
    leaving = true;
  }

  private void onAnswer(RoutingContext routing) {
    if (routing.request().version() == HttpVersion.HTTP_1_1) {
      routing.addHeadersEndHandler(
          end -> {
            if (leaving) {
              routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
          });
    }
    routing.next();
  }
}
