package io.stillframe.contract;

/**
 * Every kind of problem that a caller can meet, with its stable type, title and HTTP status. A
 * problem that an operation ended with carries the status which the call would have had if it had
 * been known at once.
 */
public enum ProblemType {
  MALFORMED_BODY("malformed-body", 400, "The body is not valid JSON of the documented shape"),
  UNKNOWN_MEMBER("unknown-member", 400, "The body has a member that is not known"),
  INVALID_PARAMETER("invalid-parameter", 400, "A parameter or header is not valid"),
  INVALID_CURSOR(
      "invalid-cursor", 400, "The cursor is not one of ours or belongs to another query"),
  UNAUTHENTICATED("unauthenticated", 401, "The API key is missing or not known"),
  FORBIDDEN("forbidden", 403, "The API key may not do this"),
  NOT_FOUND("not-found", 404, "There is nothing at this address"),
  SNAPSHOT_NOT_FOUND("snapshot-not-found", 404, "The snapshot is not known"),
  OPERATION_NOT_FOUND("operation-not-found", 404, "The operation is not known"),
  VOLUME_NOT_FOUND("volume-not-found", 404, "The volume is not known"),
  PROVIDER_NOT_FOUND("provider-not-found", 404, "The provider is not known"),
  ENVIRONMENT_NOT_FOUND("environment-not-found", 404, "The environment is not known"),
  FINDING_NOT_FOUND("finding-not-found", 404, "The finding is not known"),
  DEAD_LETTER_NOT_FOUND("dead-letter-not-found", 404, "The dead letter is not known"),
  ACTION_NOT_FOUND("action-not-found", 404, "The action is not known"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
  NOT_ACCEPTABLE("not-acceptable", 406, "No answer of an acceptable type exists"),
  NAME_TAKEN("name-taken", 409, "A live snapshot has this name"),
  REQUEST_IN_PROGRESS(
      "request-in-progress",
      409,
      "The first request with this Idempotency-Key is still being accepted"),
  SNAPSHOT_NOT_AVAILABLE("snapshot-not-available", 409, "The snapshot's state does not allow this"),
  VOLUME_NOT_READY("volume-not-ready", 409, "The volume is not ready"),
  OPERATION_NOT_CANCELLABLE(
      "operation-not-cancellable", 409, "Only a create or a restore can be cancelled"),
  CANCELLED("cancelled", 409, "The operation was cancelled"),
  OPERATION_ENDED("operation-ended", 409, "The operation has ended"),
  READ_MODEL_DIFFERS(
      "read-model-differs", 409, "The rebuilt read model is not equal to the live one"),
  PRECONDITION_FAILED("precondition-failed", 412, "The snapshot has changed since"),
  BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body's media type is not supported"),
  INVALID_VALUE("invalid-value", 422, "A value breaks a rule"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused", 422, "The Idempotency-Key was used for another request"),
  NOT_SUPPORTED("not-supported", 422, "The provider cannot do this"),
  DEADLINE_EXCEEDED("deadline-exceeded", 409, "The operation did not end before its deadline"),
  VOLUME_CHANGED("volume-changed", 409, "The volume changed while it was copied"),
  SNAPSHOT_CORRUPT("snapshot-corrupt", 500, "The stored copy does not match its checksum"),
  STORAGE_PERMISSION_DENIED(
      "storage-permission-denied", 500, "The provider may not read or write what it needs to"),
  OUT_OF_SPACE("out-of-space", 507, "The provider has no room for this"),
  PROVIDER_REFUSED("provider-refused", 422, "The provider refuses the request"),
  PROVIDER_ERROR("provider-error", 502, "The provider failed"),
  BODY_TOO_SLOW("body-too-slow", 408, "The body did not come in time"),
  TOO_MANY_REQUESTS("too-many-requests", 429, "The organization calls too often"),
  QUOTA_EXCEEDED("quota-exceeded", 429, "The organization has as much as it may"),
  PROVIDER_UNAVAILABLE("provider-unavailable", 503, "The provider does not answer"),
  REQUEST_NOT_TAKEN("request-not-taken", 500, "The worker could not take the request"),
  DEAD_LETTER_NOT_TAKEN("dead-letter-not-taken", 422, "The dead letter still cannot be taken"),
  INTERNAL_ERROR("internal-error", 500, "Stillframe failed"),
  UNAVAILABLE("unavailable", 503, "Stillframe cannot do this at the moment");

  private static final String PREFIX = "urn:stillframe:problem:";

  private final String slug;
  private final int status;
  private final String title;

  ProblemType(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The problem's stable {@code type}, a URI. */
  public String uri() {
    return PREFIX + slug;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** One sentence for people, the same for every problem of this type. */
  public String title() {
    return title;
  }

  /**
   * A problem of this type; {@code detail} says what happened this time, and what would be right.
   */
  public Problem because(String detail) {
    return new Problem(uri(), title, status, detail, null, null, null);
  }

  /** Like {@link #because} for a problem with one member, parameter or header. */
  public Problem at(String field, String detail) {
    return new Problem(uri(), title, status, detail, field, null, null);
  }
}
