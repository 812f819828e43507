package io.stillframe.api;

import java.util.LinkedHashMap;
import java.util.Map;

import io.stillframe.contract.Problem;

/** Ends a request with a problem. It is an answer, not a fault: it has no stack trace. */
public class ProblemException extends RuntimeException {
  private final transient Problem problem;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  public ProblemException(Problem problem) {
    super(problem.detail() == null ? problem.title() : problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Adds a header to the answer, for example {@code Retry-After}. */
  public ProblemException with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public Problem problem() {
    return problem;
  }

  Map<String, String> headers() {
    return headers;
  }
}
