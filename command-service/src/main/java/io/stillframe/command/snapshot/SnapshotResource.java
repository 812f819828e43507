package io.stillframe.command.snapshot;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.EntityTags;
import io.stillframe.api.OperationAnswer;
import io.stillframe.api.PathId;
import io.stillframe.api.Prefer;
import io.stillframe.api.QueryParameter;
import io.stillframe.api.Role;
import io.stillframe.command.operation.Acceptance;
import io.stillframe.command.operation.Answering;
import io.stillframe.command.operation.IdempotencyKey;
import io.stillframe.contract.Operation;
import io.stillframe.contract.ProblemType;

/**
 * What may be asked of snapshots. Every call answers with the operation that it began. Over 200
 * lines because each call is described here for who reads the API.
 */
@Path("/v1/snapshots")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(
    responseCode = "202",
    description = "Accepted: the operation, which is running",
    content = @Content(schema = @Schema(implementation = OperationAnswer.class)))
@APIResponse(
    responseCode = "200",
    description = "The operation has ended while the caller preferred to wait",
    content = @Content(schema = @Schema(implementation = OperationAnswer.class)))
public class SnapshotResource {
  private final CurrentCaller caller;
  private final Acceptance acceptance;
  private final Answering answering;
  private final CreatingSnapshots creating;
  private final ChangingSnapshots changing;

  SnapshotResource(
      CurrentCaller caller,
      Acceptance acceptance,
      Answering answering,
      CreatingSnapshots creating,
      ChangingSnapshots changing) {
    this.caller = caller;
    this.acceptance = acceptance;
    this.answering = answering;
    this.creating = creating;
    this.changing = changing;
  }

  /** Takes a snapshot of a volume. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @org.eclipse.microprofile.openapi.annotations.Operation(summary = "Takes a snapshot of a volume")
  public Uni<Response> create(
      @Valid @NotNull CreateBody body,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
      @HeaderParam(Prefer.HEADER) List<String> prefer) {
    caller.require(Role.OPERATOR);
    String organization = caller.organization(body.organization());
    return accept(
        named(key, "POST", "/v1/snapshots", body),
        prefer,
        named -> creating.create(body, organization, Naming.UNIQUE, named));
  }

  /** Changes name, description, labels or owner: a merge patch (RFC 7396). */
  @PATCH
  @Path("{id}")
  @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
  @org.eclipse.microprofile.openapi.annotations.Operation(
      summary = "Changes name, description, labels or owner")
  public Uni<Response> update(
      @PathParam("id") String id,
      @RequestBody(
              description = "A member that is null is removed; name and organization can't be",
              content =
                  @Content(
                      schema =
                          @Schema(
                              type = SchemaType.OBJECT,
                              properties = {
                                @SchemaProperty(name = "name", type = SchemaType.STRING),
                                @SchemaProperty(name = "description", type = SchemaType.STRING),
                                @SchemaProperty(name = "labels", type = SchemaType.OBJECT),
                                @SchemaProperty(name = "organization", type = SchemaType.STRING)
                              })))
          @NotNull
          JsonNode body,
      @QueryParam("organization") @Nullable String organization,
      @QueryParam("deadline")
          @Parameter(
              description = "When to give up; an hour from now by default",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String deadline,
      @HeaderParam("If-Match") List<String> ifMatch,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
      @HeaderParam(Prefer.HEADER) List<String> prefer) {
    String owner = owner(organization);
    UUID snapshotId = snapshotId(id);
    ObjectNode patch = UpdatePatch.check(body);
    String receiver = caller.organization(UpdatePatch.text(patch, "organization").orElse(null));
    Terms terms =
        new Terms(
            EntityTags.parse("If-Match", ifMatch).orElse(null),
            QueryParameter.time("deadline", deadline));
    String until = terms.deadline() == null ? "" : " " + terms.deadline();
    return accept(
        named(key, "PATCH", path(snapshotId, owner) + " " + ifMatch + receiver + until, patch),
        prefer,
        named ->
            changing.update(
                snapshotId, owner, ChangingSnapshots.ANY, patch, terms, Naming.UNIQUE, named));
  }

  /** Removes a snapshot and its copy, from any state, as often as asked. */
  @DELETE
  @Path("{id}")
  @org.eclipse.microprofile.openapi.annotations.Operation(
      summary = "Removes a snapshot and its copy, from any state, as often as asked")
  public Uni<Response> delete(
      @PathParam("id") String id,
      @QueryParam("organization") @Nullable String organization,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
      @HeaderParam(Prefer.HEADER) List<String> prefer) {
    String owner = owner(organization);
    UUID snapshotId = snapshotId(id);
    return accept(
        named(key, "DELETE", path(snapshotId, owner), null),
        prefer,
        named -> changing.delete(snapshotId, owner, ChangingSnapshots.ANY, named));
  }

  /** Makes a new volume from a snapshot. */
  @POST
  @Path("{id}/restore")
  @Consumes(MediaType.APPLICATION_JSON)
  @org.eclipse.microprofile.openapi.annotations.Operation(
      summary = "Makes a new volume from a snapshot")
  public Uni<Response> restore(
      @PathParam("id") String id,
      @Nullable RestoreBody body,
      @QueryParam("organization") @Nullable String organization,
      @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
      @HeaderParam(Prefer.HEADER) List<String> prefer) {
    String owner = owner(organization);
    UUID snapshotId = snapshotId(id);
    RestoreBody asked = Objects.requireNonNullElse(body, RestoreBody.NONE);
    return accept(
        named(key, "POST", path(snapshotId, owner) + "/restore", body),
        prefer,
        named -> changing.restore(snapshotId, owner, asked, named));
  }

  private Uni<Response> accept(
      Optional<IdempotencyKey> key,
      List<String> prefer,
      Function<Optional<IdempotencyKey>, Uni<Operation>> decide) {
    return acceptance
        .accept(key, () -> decide.apply(key))
        .chain(operation -> answering.answer(operation, Prefer.of(prefer)));
  }

  private Optional<IdempotencyKey> named(
      @Nullable String key, String method, String path, @Nullable Object body) {
    return IdempotencyKey.of(caller.get().organization(), key, method, path, body);
  }

  private String owner(@Nullable String organization) {
    caller.require(Role.OPERATOR);
    return caller.organization(organization);
  }

  private static String path(UUID snapshotId, String owner) {
    return "/v1/organizations/" + owner + "/snapshots/" + snapshotId;
  }

  private static UUID snapshotId(String id) {
    return PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
  }
}
