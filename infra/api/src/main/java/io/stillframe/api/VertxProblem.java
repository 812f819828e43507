package io.stillframe.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;

/** Answers with a problem where no resource is reached. */
final class VertxProblem {
  private VertxProblem() {}

  static void answer(RoutingContext routing, Problem problem, String connection) {
    routing
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemAnswer.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONNECTION, connection)
        .end(Message.write(problem));
  }
}
