package io.stillframe.command.admin;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.ActionAnswer;
import io.stillframe.contract.AdminRequest;

/** What may be asked about the read model. */
@Path("/v1/read-model")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "202",
    description = "Accepted: the action, which is running",
    content = @Content(schema = @Schema(implementation = ActionAnswer.class)))
public class ReadModelResource {
  private final Asking asking;

  ReadModelResource(Asking asking) {
    this.asking = asking;
  }

  /**
   * The body of a rebuild; it may be left out.
   *
   * @param acceptDifferences whether the result takes the live one's place also when they differ
   */
  record RebuildBody(@Nullable Boolean acceptDifferences) {}

  @POST
  @Path("rebuild")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Folds the topics anew and, if the result is equal, takes it")
  public Uni<Response> rebuild(@Nullable RebuildBody body) {
    boolean accept = body != null && Boolean.TRUE.equals(body.acceptDifferences());
    return asking.ask(
        (id, by, organization, at) ->
            new AdminRequest.RebuildReadModel(id, by, organization, at, accept));
  }
}
