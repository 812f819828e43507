package io.stillframe.api;

import java.io.CharConversionException;

import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.smallrye.mutiny.CompositeException;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.stillframe.contract.ProblemType;

/** Everything that ends a request otherwise than well, as a problem. */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  private final AllowedMethods allowedMethods;
  private final ProblemAnswers answers;

  ProblemMappers(AllowedMethods allowedMethods, ProblemAnswers answers) {
    this.allowedMethods = allowedMethods;
    this.answers = answers;
  }

  @ServerExceptionMapper
  public Response problem(ProblemException e, RoutingContext routing) {
    return answers.of(e, routing);
  }

  @ServerExceptionMapper
  public Response rule(ConstraintViolationException e, RoutingContext routing) {
    return answers.of(
        Violations.problem(e.getConstraintViolations())
            .map(ProblemException::new)
            .orElseGet(() -> fault(e)),
        routing);
  }

  @ServerExceptionMapper
  public Response json(JacksonException e, RoutingContext routing) {
    return answers.of(json(e), routing);
  }

  /** The framework has a mapper of its own for this subtype, which would win over the one above. */
  @ServerExceptionMapper
  public Response shape(MismatchedInputException e, RoutingContext routing) {
    return answers.of(json(e), routing);
  }

  @ServerExceptionMapper
  public Response encoding(CharConversionException e, RoutingContext routing) {
    return answers.of(
        new ProblemException(ProblemType.MALFORMED_BODY.because("the body is not valid UTF-8")),
        routing);
  }

  @ServerExceptionMapper
  public Response http(WebApplicationException e, RoutingContext routing) {
    return answers.of(
        e.getCause() instanceof JacksonException cause
            ? json(cause)
            : http(e, routing.normalizedPath()),
        routing);
  }

  @ServerExceptionMapper
  public Response several(CompositeException e, RoutingContext routing) {
    return answers.of(several(e), routing);
  }

  /** What failed first is the reason; that its rollback failed as well changes nothing. */
  static ProblemException several(CompositeException e) {
    return e.getCauses().getFirst() instanceof ProblemException first ? first : fault(e);
  }

  @ServerExceptionMapper
  public Response fault(Throwable e, RoutingContext routing) {
    return answers.of(fault(e), routing);
  }

  private static ProblemException json(JacksonException e) {
    return e instanceof InvalidDefinitionException
        ? fault(e)
        : new ProblemException(BodyProblems.of(e));
  }

  private ProblemException http(WebApplicationException e, String path) {
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 404 ->
          new ProblemException(ProblemType.NOT_FOUND.because("look at the address and its ids"));
      case 405 -> notAllowed(path);
      case 406 ->
          new ProblemException(ProblemType.NOT_ACCEPTABLE.because("answers are application/json"));
      case 413 -> new ProblemException(BodyLimit.problem());
      case 415 ->
          new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE.because("send application/json"));
      default ->
          status < 500
              ? new ProblemException(
                  ProblemType.INVALID_PARAMETER.because("a parameter or header cannot be read"))
              : fault(e);
    };
  }

  private static ProblemException fault(Throwable e) {
    if (DatabaseOutage.isCauseOf(e)) {
      LOG.warnf("the database is not available: %s", e.getMessage());
      return new ProblemException(
              ProblemType.UNAVAILABLE.because("the database is not available; try again"))
          .with("Retry-After", RETRY_AFTER_SECONDS);
    }
    LOG.error("a request failed", e);
    return new ProblemException(
        ProblemType.INTERNAL_ERROR.because("the log of the service has more"));
  }

  private ProblemException notAllowed(String path) {
    String allowed = String.join(", ", allowedMethods.of(path));
    return new ProblemException(ProblemType.METHOD_NOT_ALLOWED.because("allowed are: " + allowed))
        .with("Allow", allowed);
  }
}
