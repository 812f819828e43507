package io.stillframe.simulator.scaleway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.RefusedException;

/** Instance v1's errors: a type, and members that depend on it. */
final class InstanceRefusals implements Refusals {
  @Override
  public Answer missingToken() {
    return denied("not_found");
  }

  @Override
  public Answer wrongToken() {
    return denied("invalid");
  }

  @Override
  public Answer unknownPath() {
    return Answer.of(404, Map.of("type", "not_found", "message", "resource is not found"));
  }

  @Override
  public Answer wrongMethod() {
    return Answer.of(405, Map.of("type", "method_not_allowed", "message", "method not allowed"));
  }

  @Override
  public Answer tooManyRequests() {
    return Answer.of(429, Map.of("type", "too_many_requests", "message", "too many requests"));
  }

  @Override
  public Answer broken(int status) {
    return Answer.of(status, Map.of("type", "internal", "message", "internal error"));
  }

  @Override
  public RefusedException notJson() {
    return argument("body", "format", "the body is not a JSON object");
  }

  @Override
  public RefusedException required(String field) {
    return argument(field, "required", "required key not provided");
  }

  @Override
  public RefusedException unknownField(String field) {
    return argument(field, "unknown", "extra keys not allowed");
  }

  @Override
  public RefusedException invalid(String field, String reason) {
    return argument(field, "constraint", reason);
  }

  @Override
  public RefusedException unknown(String resource, String id) {
    return refusal(404, "not_found", "resource is not found", about(resource, id));
  }

  @Override
  public RefusedException forbidden() {
    return refusal(
        403,
        "permissions_denied",
        "insufficient permissions",
        Map.of("details", List.of(Map.of("resource", "instance", "action", "write"))));
  }

  @Override
  public RefusedException quotaExceeded(int quota) {
    return refusal(
        403,
        "quotas_exceeded",
        "quota exceeded",
        Map.of(
            "details",
            List.of(Map.of("resource", "instance_snapshot", "quota", quota, "current", quota))));
  }

  @Override
  public RefusedException conflict(String resource, String id, String state) {
    Map<String, Object> members = new LinkedHashMap<>(about(resource, id));
    members.put("current_state", state);
    return refusal(409, "transient_state", "resource is in a transient state", members);
  }

  @Override
  public RefusedException notPossible(String resource, String id, String reason) {
    return refusal(
        412,
        "precondition_failed",
        "precondition failed",
        Map.of("precondition", "resource_not_usable", "help_message", reason));
  }

  private static Map<String, Object> about(String resource, String id) {
    return Map.of("resource", "instance_" + resource, "resource_id", id);
  }

  private static Answer denied(String reason) {
    return Answer.of(
        401,
        Map.of(
            "type", "denied_authentication",
            "message", "authentication is denied",
            "method", "api_key",
            "reason", reason));
  }

  private static RefusedException argument(String name, String reason, String help) {
    return refusal(
        400,
        "invalid_arguments",
        "invalid argument(s)",
        Map.of(
            "details",
            List.of(Map.of("argument_name", name, "reason", reason, "help_message", help))));
  }

  private static RefusedException refusal(
      int status, String type, String message, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("message", message);
    body.putAll(more);
    return new RefusedException(Answer.of(status, body));
  }
}
