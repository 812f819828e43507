package io.stillframe.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.stillframe.contract.Problem;

/** How a problem goes over the wire: RFC 9457. */
final class ProblemAnswer {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final MediaType TYPE = new MediaType("application", "problem+json");

  private ProblemAnswer() {}

  static Response of(Problem problem) {
    return builder(problem).build();
  }

  static Response of(ProblemException exception) {
    Response.ResponseBuilder answer = builder(exception.problem());
    exception.headers().forEach(answer::header);
    return answer.build();
  }

  static Response.ResponseBuilder builder(Problem problem) {
    return Response.status(problem.status()).type(TYPE).entity(problem);
  }
}
