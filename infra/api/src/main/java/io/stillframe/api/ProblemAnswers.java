package io.stillframe.api;

import java.util.Map;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import io.stillframe.contract.Message;

/**
 * How a problem goes over the wire: RFC 9457, and in a foreign API's words at that API's addresses.
 */
@Singleton
class ProblemAnswers {
  static final String MEDIA_TYPE = "application/problem+json";

  private final Dialects dialects;

  ProblemAnswers(Dialects dialects) {
    this.dialects = dialects;
  }

  private record Told(int status, String type, Object body) {}

  Response of(ProblemException refused, RoutingContext routing) {
    Told told = tell(refused, routing);
    Response.ResponseBuilder answer =
        Response.status(told.status()).type(MediaType.valueOf(told.type())).entity(told.body());
    refused.headers().forEach(answer::header);
    return answer.build();
  }

  /** Where no resource is reached. */
  void write(ProblemException refused, RoutingContext routing, Map<CharSequence, String> headers) {
    Told told = tell(refused, routing);
    HttpServerResponse answer = routing.response().setStatusCode(told.status());
    headers.forEach(answer::putHeader);
    answer.putHeader(HttpHeaders.CONTENT_TYPE, told.type()).end(Message.write(told.body()));
  }

  private Told tell(ProblemException refused, RoutingContext routing) {
    return dialects
        .at(routing.normalizedPath())
        .map(dialect -> dialect.refuse(refused, routing.request()))
        .map(words -> new Told(words.status(), MediaType.APPLICATION_JSON, words.body()))
        .orElseGet(() -> new Told(refused.problem().status(), MEDIA_TYPE, refused.problem()));
  }
}
