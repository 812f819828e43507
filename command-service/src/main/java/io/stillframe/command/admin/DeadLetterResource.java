package io.stillframe.command.admin;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import io.stillframe.api.ActionAnswer;
import io.stillframe.api.PathId;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;

/**
 * What may be done about dead letters. The service of the group judges whether there is such a
 * letter: it alone reads its topic.
 */
@Path("/v1/dead-letters/{group}/{partition}/{offset}")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "202",
    description = "Accepted: the action, which is running",
    content = @Content(schema = @Schema(implementation = ActionAnswer.class)))
public class DeadLetterResource {
  private final Asking asking;

  DeadLetterResource(Asking asking) {
    this.asking = asking;
  }

  @POST
  @Path("replay")
  @Operation(summary = "Has the service that could not take it try once more")
  public Uni<Response> replay(
      @PathParam("group") String group,
      @PathParam("partition") String partition,
      @PathParam("offset") String offset) {
    asking.admit();
    DeadLetterId letter = letter(group, partition, offset);
    return asking.ask(
        (id, by, organization, at) ->
            new AdminRequest.ReplayDeadLetter(id, by, organization, at, letter));
  }

  @POST
  @Path("discard")
  @Operation(summary = "Marks it as done with")
  public Uni<Response> discard(
      @PathParam("group") String group,
      @PathParam("partition") String partition,
      @PathParam("offset") String offset) {
    asking.admit();
    DeadLetterId letter = letter(group, partition, offset);
    return asking.ask(
        (id, by, organization, at) ->
            new AdminRequest.DiscardDeadLetter(id, by, organization, at, letter));
  }

  private static DeadLetterId letter(String... parts) {
    return DeadLetterId.parse(String.join("/", parts))
        .filter(id -> Topic.deadLettersOf(id.group()).isPresent())
        .orElseThrow(() -> PathId.unknown(ProblemType.DEAD_LETTER_NOT_FOUND));
  }
}
