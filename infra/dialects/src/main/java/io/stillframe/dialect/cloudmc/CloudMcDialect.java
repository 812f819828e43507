package io.stillframe.dialect.cloudmc;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import io.vertx.core.http.HttpServerRequest;

import io.stillframe.api.Dialect;
import io.stillframe.api.ProblemException;
import io.stillframe.contract.Problem;

/** Everything below {@code /api} is CloudMC's, and is refused in its words. */
@Singleton
public class CloudMcDialect implements Dialect {
  private static final String PREFIX = "urn:stillframe:problem:";

  /**
   * @param code the HTTP status that the problem has in our own API
   * @param errorCode the same for every error of a kind; the documents call the number {@code
   *     code}, a client reads this
   */
  record Error(int code, String errorCode, String message, Map<String, String> context) {}

  /** The body of every failed request. */
  record Errors(List<Error> errors) {}

  @Override
  public boolean serves(String path) {
    return path.equals("/api") || path.startsWith("/api/");
  }

  @Override
  public Refusal refuse(ProblemException refused, HttpServerRequest request) {
    return new Refusal(status(refused.problem().status()), errors(refused.problem()));
  }

  /** A problem as an error; also told in the result of a task that failed. */
  static Errors errors(Problem problem) {
    Map<String, String> context = new TreeMap<>();
    putIfKnown(context, "field", problem.field());
    putIfKnown(context, "providerCode", problem.providerCode());
    putIfKnown(context, "providerRequestId", problem.providerRequestId());
    String errorCode =
        problem.type().replace(PREFIX, "").replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    String message = problem.detail() == null ? problem.title() : problem.detail();
    return new Errors(List.of(new Error(problem.status(), errorCode, message, context)));
  }

  private static void putIfKnown(
      Map<String, String> context, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      context.put(name, value);
    }
  }

  /** Only these are documented for what a caller did wrong; 400 stands for all else of it. */
  private static int status(int status) {
    return switch (status) {
      case 401, 403, 404, 405, 429 -> status;
      default -> status < 500 ? 400 : status;
    };
  }
}
