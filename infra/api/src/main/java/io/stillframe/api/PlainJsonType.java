package io.stillframe.api;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Takes the charset off JSON answers: RFC 8259 knows no such parameter, and the clouds whose APIs
 * we answer do not send one.
 */
@Singleton
class PlainJsonType {
  private static final int PRIORITY = 200;

  void register(@Observes Filters filters) {
    filters.register(PlainJsonType::onAnswer, PRIORITY);
  }

  private static void onAnswer(RoutingContext routing) {
    routing.addHeadersEndHandler(
        end -> {
          String type = routing.response().headers().get(HttpHeaders.CONTENT_TYPE);
          if (type != null && type.contains("json;charset=")) {
            routing
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type.substring(0, type.indexOf(';')));
          }
        });
    routing.next();
  }
}
