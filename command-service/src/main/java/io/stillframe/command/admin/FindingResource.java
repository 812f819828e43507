package io.stillframe.command.admin;

import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
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
import org.jspecify.annotations.Nullable;

import io.stillframe.api.ActionAnswer;
import io.stillframe.api.PathId;
import io.stillframe.command.snapshot.SnapshotName;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.ProblemType;

/**
 * What may be done about findings. The worker judges whether there is such a finding and whether
 * that can be done about it: a copy of what it knows would lag behind it, and say less.
 */
@Path("/v1/inventory/findings/{id}")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "202",
    description = "Accepted: the action, which is running",
    content = @Content(schema = @Schema(implementation = ActionAnswer.class)))
public class FindingResource {
  private final Asking asking;

  FindingResource(Asking asking) {
    this.asking = asking;
  }

  /**
   * The body of an adoption; it may be left out.
   *
   * @param organization the snapshot's owner; the finding's by default
   * @param name the snapshot's; the provider's by default
   */
  record AdoptBody(
      @Nullable @Size(min = 1, max = 255) String organization, @Nullable String name) {}

  @POST
  @Path("adopt")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Makes a snapshot of an orphan")
  public Uni<Response> adopt(@PathParam("id") String id, @Nullable @Valid AdoptBody body) {
    asking.admit();
    UUID finding = finding(id);
    String owner = body == null ? null : body.organization();
    String name =
        body == null || body.name() == null ? null : SnapshotName.check("name", body.name());
    return asking.ask(
        (action, by, organization, at) ->
            new AdminRequest.AdoptFinding(action, by, organization, at, finding, owner, name));
  }

  @POST
  @Path("delete")
  @Operation(summary = "Removes what was found")
  public Uni<Response> delete(@PathParam("id") String id) {
    asking.admit();
    UUID finding = finding(id);
    return asking.ask(
        (action, by, organization, at) ->
            new AdminRequest.DeleteFinding(action, by, organization, at, finding));
  }

  @POST
  @Path("ignore")
  @Operation(summary = "Shows it no more among the open ones")
  public Uni<Response> ignore(@PathParam("id") String id) {
    asking.admit();
    UUID finding = finding(id);
    return asking.ask(
        (action, by, organization, at) ->
            new AdminRequest.IgnoreFinding(action, by, organization, at, finding));
  }

  private static UUID finding(String id) {
    return PathId.parse(id, ProblemType.FINDING_NOT_FOUND);
  }
}
