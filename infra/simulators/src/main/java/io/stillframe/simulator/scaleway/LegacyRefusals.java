package io.stillframe.simulator.scaleway;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.RefusedException;

/** The legacy API's errors: {@code {"type", "message", "fields"}}. */
final class LegacyRefusals implements Refusals {
  @Override
  public Answer missingToken() {
    return body(401, "invalid_auth", "The header 'X-Auth-Token' is missing");
  }

  @Override
  public Answer wrongToken() {
    return body(401, "invalid_auth", "The token is not valid");
  }

  @Override
  public Answer unknownPath() {
    return body(404, "unknown_resource", "Not found");
  }

  @Override
  public Answer wrongMethod() {
    return body(405, "invalid_request_error", "Method not allowed");
  }

  @Override
  public Answer tooManyRequests() {
    return body(429, "too_many_requests", "Too many requests");
  }

  @Override
  public Answer broken(int status) {
    return body(status, "api_error", "Internal error");
  }

  @Override
  public RefusedException notJson() {
    return refusal(400, "invalid_request_error", "The body is not a JSON object");
  }

  @Override
  public RefusedException required(String field) {
    return field(field, "required key not provided");
  }

  @Override
  public RefusedException unknownField(String field) {
    return field(field, "extra keys not allowed");
  }

  @Override
  public RefusedException invalid(String field, String reason) {
    return field(field, reason);
  }

  @Override
  public RefusedException unknown(String resource, String id) {
    return refusal(404, "unknown_resource", "\"%s\" not found".formatted(id));
  }

  @Override
  public RefusedException forbidden() {
    return refusal(
        403, "authorization_required", "The token provided doesn't have the requested permission.");
  }

  @Override
  public RefusedException quotaExceeded(int quota) {
    return refusal(403, "quota_exceeded", "The quota of %d snapshots is exceeded".formatted(quota));
  }

  @Override
  public RefusedException conflict(String resource, String id, String state) {
    return refusal(409, "conflict", "%s %s is %s".formatted(resource, id, state));
  }

  @Override
  public RefusedException notPossible(String resource, String id, String reason) {
    return refusal(400, "invalid_request_error", reason);
  }

  private static RefusedException field(String field, String reason) {
    Map<String, List<String>> fields = Map.of(field, List.of(reason));
    return new RefusedException(
        Answer.of(400, new Body("invalid_request_error", "Validation Error", fields)));
  }

  private static RefusedException refusal(int status, String type, String message) {
    return new RefusedException(body(status, type, message));
  }

  private static Answer body(int status, String type, String message) {
    return Answer.of(status, new Body(type, message, null));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Body(String type, String message, @Nullable Map<String, List<String>> fields) {}
}
