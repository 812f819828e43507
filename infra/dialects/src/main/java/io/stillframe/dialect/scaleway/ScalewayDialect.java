package io.stillframe.dialect.scaleway;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.Dialect;
import io.stillframe.api.ProblemException;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

/** {@code /snapshots} and {@code /volumes} are Scaleway's, and are refused in its words. */
@Singleton
public class ScalewayDialect implements Dialect {
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final String INVALID = "invalid_request_error";

  /**
   * @param fields what is wrong with each member
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Error(String type, String message, @Nullable Map<String, List<String>> fields) {}

  @Override
  public boolean serves(String path) {
    return List.of("/snapshots", "/volumes").stream()
        .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  @Override
  public Refusal refuse(ProblemException refused, HttpServerRequest request) {
    Problem problem = refused.problem();
    int status = problem.status();
    if (refused instanceof InvalidFields invalid) {
      return new Refusal(400, new Error(INVALID, "Validation Error", invalid.fields()));
    }
    if (problem.is(ProblemType.NOT_FOUND) && !READING.contains(request.method())) {
      // What can't be changed can be read, but elsewhere: this service knows no such address.
      return new Refusal(405, new Error(INVALID, "Method not allowed", null));
    }
    return switch (status) {
      case 401 -> new Refusal(401, new Error("invalid_auth", authentication(request), null));
      case 403 ->
          new Refusal(
              403,
              new Error(
                  "authorization_required",
                  "The token provided doesn't have the requested permission.",
                  null));
      case 404 ->
          new Refusal(404, new Error("unknown_resource", unknown(refused, request.path()), null));
      case 405 -> new Refusal(405, new Error(INVALID, message(problem), null));
      case 409 ->
          problem.is(ProblemType.VOLUME_NOT_READY)
              ? new Refusal(400, new Error(INVALID, message(problem), null))
              : new Refusal(409, new Error("conflict", message(problem), null));
      case 429 -> new Refusal(429, new Error("too_many_requests", message(problem), null));
      default ->
          status >= 500
              ? new Refusal(status, new Error("api_error", message(problem), null))
              : new Refusal(400, invalid(problem));
    };
  }

  private static Error invalid(Problem problem) {
    return problem.field() == null
        ? new Error(INVALID, message(problem), null)
        : new Error(
            INVALID, "Validation Error", Map.of(problem.field(), List.of(message(problem))));
  }

  private static String authentication(HttpServerRequest request) {
    return request.getHeader("X-Auth-Token") == null
        ? "The header 'X-Auth-Token' is missing"
        : "The header 'X-Auth-Token' has no known token";
  }

  private static String unknown(ProblemException refused, @Nullable String path) {
    String id =
        refused instanceof UnknownResource named
            ? named.id()
            : path == null ? "" : path.replaceFirst("/+$", "").replaceFirst(".*/", "");
    return "\"%s\" not found".formatted(id);
  }

  private static String message(Problem problem) {
    return problem.detail() == null ? problem.title() : problem.detail();
  }
}
