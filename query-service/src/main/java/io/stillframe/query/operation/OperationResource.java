package io.stillframe.query.operation;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.OperationAnswer;
import io.stillframe.api.PathId;
import io.stillframe.api.Prefer;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;
import io.stillframe.query.page.Document;
import io.stillframe.query.page.Page;
import io.stillframe.query.progress.ProgressAnswer;
import io.stillframe.query.reading.Freshness;

/** What became of requests. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {
  private static final Set<Topic> TOPICS = Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS);

  private final CurrentCaller caller;
  private final Freshness freshness;
  private final ProgressAnswer progress;

  OperationResource(CurrentCaller caller, Freshness freshness, ProgressAnswer progress) {
    this.caller = caller;
    this.freshness = freshness;
    this.progress = progress;
  }

  @GET
  @Operation(summary = "The operations that your organization asked for, newest first")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = OperationAnswer.OperationPage.class)))
  public Uni<Page> list(@BeanParam OperationParameters asked) {
    String organization = caller.organization(asked.organization());
    return freshness.of(TOPICS).chain(() -> asked.read(organization));
  }

  @GET
  @Path("{id}")
  @Operation(
      summary = "One operation; Prefer: wait=n holds the answer until it ended, n seconds at most")
  @APIResponse(
      responseCode = "200",
      description = "The operation; while it is running with Retry-After",
      content = @Content(schema = @Schema(implementation = OperationAnswer.class)))
  public Uni<RestResponse<Document>> get(
      @RestPath String id,
      @RestQuery @Parameter(description = "Another organization than the key's, for admins")
          @Nullable String organization,
      @HeaderParam(Prefer.HEADER) List<String> preferences) {
    String asker = caller.organization(organization);
    UUID operationId = PathId.parse(id, ProblemType.OPERATION_NOT_FOUND);
    return progress.of(
        asker,
        operationId,
        preferences,
        () -> Operations.find(operationId, asker),
        ProblemType.OPERATION_NOT_FOUND);
  }
}
