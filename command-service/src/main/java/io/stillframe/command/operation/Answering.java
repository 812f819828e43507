package io.stillframe.command.operation;

import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.OperationAnswer;
import io.stillframe.api.Prefer;
import io.stillframe.api.ProblemException;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.rows.Patience;

/** Answers an accepted request: 202 at once, or what came of it when the caller prefers to wait. */
@Singleton
public class Answering {
  private final Operations operations;

  Answering(Operations operations) {
    this.operations = operations;
  }

  /**
   * The answer. A request that turned out to be refused answers as it would have if that had been
   * known at once.
   */
  public Uni<Response> answer(Operation accepted, Prefer prefer) {
    if (prefer.waiting().isEmpty() || accepted.status().isEnded()) {
      return Uni.createFrom().item(response(accepted, prefer));
    }
    return Looking.HELD
        .until(
            accepted.organization(),
            () -> Patience.session(() -> operations.find(accepted.id()).map(Optional::orElseThrow)),
            seen -> seen.status().isEnded(),
            prefer.waitOrZero())
        .map(seen -> response(seen, prefer));
  }

  private static Response response(Operation operation, Prefer prefer) {
    String location = "/v1/operations/" + operation.id();
    Problem problem = operation.problem();
    if (prefer.waiting().isPresent() && problem != null && problem.status() < 500) {
      throw new ProblemException(problem).with("Location", location);
    }
    boolean ended = prefer.waiting().isPresent() && operation.status() != OperationStatus.RUNNING;
    Response.ResponseBuilder response =
        Response.status(ended ? Response.Status.OK : Response.Status.ACCEPTED)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header("Location", location)
            .entity(OperationAnswer.of(operation));
    if (!ended) {
      response.header("Retry-After", 1);
    }
    prefer.applied().ifPresent(applied -> response.header(Prefer.APPLIED_HEADER, applied));
    return response.build();
  }
}
