package io.stillframe.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Problem;

/**
 * An administrator's request as the API shows it, with what became of it.
 *
 * @param action what was asked for, for example {@code adopt-finding}
 * @param target the id of what it is about
 * @param requestedBy the name of the administrator's key
 * @param organization whom the key belongs to
 * @param parameters the other members of the request, if it has any
 * @param problem why it failed
 * @param result what came of it; its members are the action's own
 */
public record ActionAnswer(
    UUID id,
    String action,
    String target,
    AdminEvent.Status status,
    String requestedBy,
    String organization,
    Instant requestedAt,
    @Schema(type = SchemaType.OBJECT) @Nullable ObjectNode parameters,
    @Nullable Instant endedAt,
    @Nullable Problem problem,
    @Schema(type = SchemaType.OBJECT) @Nullable ObjectNode result) {

  private static final List<String> NO_PARAMETERS =
      List.of(
          "type", "id", "requestedBy", "organization", "requestedAt", "findingId", "deadLetterId");

  /** What the events of an action add to the answer, and take the place of in it. */
  public record Outcome(
      AdminEvent.Status status,
      @Nullable Instant endedAt,
      @Nullable Problem problem,
      @Nullable ObjectNode result) {

    public static Outcome of(AdminEvent event) {
      return new Outcome(
          event.status(),
          event.status().isEnded() ? event.time() : null,
          event.problem(),
          event.result());
    }
  }

  /** The answer to a request of which nothing more is known: it runs. */
  public static ActionAnswer of(AdminRequest request, String target) {
    ObjectNode parameters = ContractJson.MAPPER.valueToTree(request);
    parameters.remove(NO_PARAMETERS);
    return new ActionAnswer(
        request.id(),
        request.type(),
        target,
        AdminEvent.Status.RUNNING,
        request.requestedBy(),
        request.organization(),
        request.requestedAt(),
        parameters.isEmpty() ? null : parameters,
        null,
        null,
        null);
  }
}
