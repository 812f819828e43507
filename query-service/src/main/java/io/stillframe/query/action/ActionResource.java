package io.stillframe.query.action;

import java.util.List;
import java.util.Set;
import java.util.UUID;

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

import io.stillframe.api.ActionAnswer;
import io.stillframe.api.CurrentCaller;
import io.stillframe.api.PathId;
import io.stillframe.api.Prefer;
import io.stillframe.api.QueryParameter;
import io.stillframe.api.Role;
import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;
import io.stillframe.query.page.Document;
import io.stillframe.query.page.Page;
import io.stillframe.query.progress.ProgressAnswer;
import io.stillframe.query.reading.Freshness;

/** What administrators asked for, and what became of it. */
@Path("/v1/admin/actions")
@Produces(MediaType.APPLICATION_JSON)
public class ActionResource {
  private static final Set<Topic> TOPICS = Set.of(Topic.ADMIN_REQUESTS, Topic.ADMIN_EVENTS);

  private final CurrentCaller caller;
  private final Freshness freshness;
  private final ProgressAnswer progress;

  ActionResource(CurrentCaller caller, Freshness freshness, ProgressAnswer progress) {
    this.caller = caller;
    this.freshness = freshness;
    this.progress = progress;
  }

  @GET
  @Operation(summary = "What administrators asked for in the last 30 days, newest first")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = ActionPage.class)))
  public Uni<Page> list(
      @RestQuery @Parameter(description = "for example replay-dead-letter") @Nullable String action,
      @RestQuery @Parameter(description = "what it is about") @Nullable String target,
      @RestQuery @Parameter(description = "running, succeeded or failed") @Nullable String status,
      @RestQuery @Parameter(description = "1 to 1000, 50 by default") @Nullable String limit,
      @RestQuery @Parameter(description = "nextCursor of the page before")
          @Nullable String cursor) {
    caller.require(Role.ADMIN);
    String wanted =
        QueryParameter.oneOf(
            "status", status, AdminEvent.Status.values(), AdminEvent.Status::wireName);
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                Actions.page()
                    .where("action = :action", "action", action)
                    .where("target = :target", "target", target)
                    .where("status = :status", "status", wanted)
                    .read(limit, cursor));
  }

  @GET
  @Path("{id}")
  @Operation(
      summary = "One action; Prefer: wait=n holds the answer until it ended, n seconds at most")
  @APIResponse(
      responseCode = "200",
      description = "The action; while it is running with Retry-After",
      content = @Content(schema = @Schema(implementation = ActionAnswer.class)))
  public Uni<RestResponse<Document>> get(
      @RestPath String id, @HeaderParam(Prefer.HEADER) List<String> preferences) {
    String asker = caller.require(Role.ADMIN).organization();
    UUID actionId = PathId.parse(id, ProblemType.ACTION_NOT_FOUND);
    return progress.of(
        asker, actionId, preferences, () -> Actions.find(actionId), ProblemType.ACTION_NOT_FOUND);
  }

  /** A page of actions, as the API describes it. */
  record ActionPage(List<ActionAnswer> items, @Nullable String nextCursor) {}
}
