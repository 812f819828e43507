package io.stillframe.query.operation;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
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
import io.stillframe.query.reading.Freshness;
import io.stillframe.query.reading.Waiting;
import io.stillframe.query.reading.Young;

/** What became of requests. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {
  private static final Set<Topic> TOPICS = Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS);
  private static final int RETRY_AFTER_SECONDS = 1;

  private final CurrentCaller caller;
  private final Freshness freshness;
  private final Waiting waiting;
  private final Young young;

  OperationResource(CurrentCaller caller, Freshness freshness, Waiting waiting, Young young) {
    this.caller = caller;
    this.freshness = freshness;
    this.waiting = waiting;
    this.young = young;
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
    Prefer prefer = Prefer.of(preferences);
    return waiting
        .until(
            operationId,
            young.wait(operationId),
            () -> find(operationId, asker),
            seen -> seen != null)
        .chain(
            seen ->
                seen == null || seen.isEnded() || prefer.waiting().isEmpty()
                    ? Uni.createFrom().item(seen)
                    : waiting.until(
                        operationId,
                        prefer.waitOrZero(),
                        () -> find(operationId, asker),
                        each -> each == null || each.isEnded()))
        .map(seen -> answer(seen, prefer));
  }

  private static Uni<@Nullable OperationView> find(UUID id, String organization) {
    return OperationView.find(id, organization);
  }

  private static RestResponse<Document> answer(@Nullable OperationView seen, Prefer prefer) {
    if (seen == null) {
      throw PathId.unknown(ProblemType.OPERATION_NOT_FOUND);
    }
    RestResponse.ResponseBuilder<Document> answer =
        RestResponse.ResponseBuilder.ok(seen.document());
    prefer.applied().ifPresent(applied -> answer.header(Prefer.APPLIED_HEADER, applied));
    if (!seen.isEnded()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }
}
