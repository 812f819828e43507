package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What became of an administrator's request. Of two that say that it ended, the first counts.
 *
 * @param id of the request
 * @param action its type, for example {@code replay-dead-letter}
 * @param target the id of what it is about
 * @param problem why it failed
 * @param result what came of it; its members are the action's own
 */
public record AdminEvent(
    UUID id,
    String action,
    String target,
    Status status,
    Instant time,
    @Nullable Problem problem,
    @Nullable ObjectNode result) {

  /** How far it is: running, then one of the two others for ever. */
  public enum Status {
    RUNNING("running"),
    SUCCEEDED("succeeded"),
    FAILED("failed");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
      return wireName;
    }

    public boolean isEnded() {
      return this != RUNNING;
    }
  }

  public static AdminEvent running(AdminRequest request, Instant at) {
    return of(request, Status.RUNNING, at, null, null);
  }

  public static AdminEvent succeeded(
      AdminRequest request, Instant at, @Nullable ObjectNode result) {
    return of(request, Status.SUCCEEDED, at, null, result);
  }

  public static AdminEvent failed(
      AdminRequest request, Instant at, Problem why, @Nullable ObjectNode result) {
    return of(request, Status.FAILED, at, why, result);
  }

  private static AdminEvent of(
      AdminRequest request,
      Status status,
      Instant at,
      @Nullable Problem why,
      @Nullable ObjectNode result) {
    return new AdminEvent(request.id(), request.type(), request.target(), status, at, why, result);
  }
}
