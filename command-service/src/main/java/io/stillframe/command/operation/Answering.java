package io.stillframe.command.operation;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

import io.stillframe.api.OperationAnswer;
import io.stillframe.api.Prefer;
import io.stillframe.api.ProblemException;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;

/** Answers an accepted request: 202 at once, or what came of it when the caller prefers to wait. */
@Singleton
public class Answering {
  private static final Duration FIRST_LOOK = Duration.ofMillis(15);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

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
    // Each look needs a session, and a session needs the request's context; timers leave it.
    Context context = Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
    long end = System.nanoTime() + prefer.waitOrZero().toNanos();
    return look(accepted, context, end, FIRST_LOOK).map(seen -> response(seen, prefer));
  }

  private Uni<Operation> look(Operation accepted, Context context, long end, Duration pause) {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(pause)
        .chain(
            () ->
                Uni.createFrom()
                    .deferred(() -> Panache.withSession(() -> operations.find(accepted.id())))
                    .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run())))
        .map(Optional::orElseThrow)
        .chain(
            seen ->
                seen.status().isEnded() || System.nanoTime() > end
                    ? Uni.createFrom().item(seen)
                    : look(seen, context, end, longer(pause)));
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : longer;
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
