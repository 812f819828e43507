package io.stillframe.simulator.cloudmc;

import java.util.List;
import java.util.Map;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.RefusedException;

/**
 * The ways in which CloudMC says no. The shape and the code 2012 are documented, the other codes
 * are of our making.
 */
enum CloudMcRefusal {
  FORBIDDEN(403, 1001),
  NOT_FOUND(404, 1004),
  METHOD_NOT_ALLOWED(405, 1005),
  INVALID_PARAMETER(400, 2001),
  QUOTA_EXCEEDED(400, 2003),
  WRONG_STATE(400, 2012),
  TOO_MANY_REQUESTS(429, 1029),
  INTERNAL_ERROR(500, 1000);

  private final int status;
  private final int code;

  CloudMcRefusal(int status, int code) {
    this.status = status;
    this.code = code;
  }

  Answer answer(String message, Map<String, Object> context) {
    return answer(status, message, context);
  }

  Answer answer(int otherStatus, String message, Map<String, Object> context) {
    return Answer.of(otherStatus, new Body(List.of(new Problem(code, name(), message, context))));
  }

  RefusedException because(String message, Map<String, Object> context) {
    return new RefusedException(answer(message, context));
  }

  static RefusedException unknown(String type, String id) {
    return NOT_FOUND.because(
        "The entity %s of type %s does not exist".formatted(id, type),
        Map.of("id", id, "type", type));
  }

  static RefusedException invalid(String field, String rule) {
    return INVALID_PARAMETER.because(
        "The field %s %s".formatted(field, rule), Map.of("field", field));
  }

  /** In the words of the one error that the documentation shows. */
  static RefusedException wrongState(
      String type, String id, String current, List<String> expected, String message) {
    return WRONG_STATE.because(
        message,
        Map.of("id", id, "currentState", current, "expectedStates", expected, "type", type));
  }

  private record Body(List<Problem> errors) {}

  /**
   * The documentation names the number {@code code}, a public client reads the word {@code
   * errorCode}.
   */
  private record Problem(int code, String errorCode, String message, Map<String, Object> context) {}
}
