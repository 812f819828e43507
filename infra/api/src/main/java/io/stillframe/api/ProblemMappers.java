package io.stillframe.api;

import java.io.CharConversionException;
import java.util.Set;

import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.stillframe.contract.ProblemType;

/** Everything that ends a request otherwise than well, as a problem. */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  private final AllowedMethods allowedMethods;

  ProblemMappers(AllowedMethods allowedMethods) {
    this.allowedMethods = allowedMethods;
  }

  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    return ProblemAnswer.of(e);
  }

  @ServerExceptionMapper
  public Response rule(ConstraintViolationException e) {
    return Violations.problem(e.getConstraintViolations())
        .map(ProblemAnswer::of)
        .orElseGet(() -> fault(e));
  }

  @ServerExceptionMapper
  public Response json(JacksonException e) {
    return e instanceof InvalidDefinitionException
        ? fault(e)
        : ProblemAnswer.of(BodyProblems.of(e));
  }

  /** The framework has a mapper of its own for this subtype, which would win over the one above. */
  @ServerExceptionMapper
  public Response shape(MismatchedInputException e) {
    return ProblemAnswer.of(BodyProblems.of(e));
  }

  @ServerExceptionMapper
  public Response encoding(CharConversionException e) {
    return ProblemAnswer.of(ProblemType.MALFORMED_BODY.because("the body is not valid UTF-8"));
  }

  @ServerExceptionMapper
  public Response http(WebApplicationException e, RoutingContext routing) {
    if (e.getCause() instanceof JacksonException cause) {
      return json(cause);
    }
    Response given = e.getResponse();
    return switch (given.getStatus()) {
      case 404 ->
          ProblemAnswer.of(ProblemType.NOT_FOUND.because("look at the address and its ids"));
      case 405 -> notAllowed(routing.normalizedPath());
      case 406 ->
          ProblemAnswer.of(ProblemType.NOT_ACCEPTABLE.because("answers are application/json"));
      case 413 -> ProblemAnswer.of(BodyLimit.problem());
      case 415 ->
          ProblemAnswer.of(ProblemType.UNSUPPORTED_MEDIA_TYPE.because("send application/json"));
      default ->
          given.getStatus() < 500
              ? ProblemAnswer.of(
                  ProblemType.INVALID_PARAMETER.because("a parameter or header cannot be read"))
              : fault(e);
    };
  }

  @ServerExceptionMapper
  public Response fault(Throwable e) {
    if (DatabaseOutage.isCauseOf(e)) {
      LOG.warnf("the database is not available: %s", e.getMessage());
      return ProblemAnswer.builder(
              ProblemType.UNAVAILABLE.because("the database is not available; try again"))
          .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
          .build();
    }
    LOG.error("a request failed", e);
    return ProblemAnswer.of(ProblemType.INTERNAL_ERROR.because("the log of the service has more"));
  }

  private Response notAllowed(String path) {
    Set<String> allowed = allowedMethods.of(path);
    return ProblemAnswer.builder(
            ProblemType.METHOD_NOT_ALLOWED.because("allowed are: " + String.join(", ", allowed)))
        .allow(allowed)
        .build();
  }
}
