package io.stillframe.query.deadletter;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.GET;
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
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.Role;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;
import io.stillframe.query.page.Document;
import io.stillframe.query.page.Page;
import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;
import io.stillframe.query.reading.Freshness;

/** The records that consumers could not take. */
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
  private static final Set<Topic> TOPICS =
      Set.of(
          Topic.COMMAND_SERVICE_DLQ,
          Topic.PROVIDER_WORKER_DLQ,
          Topic.QUERY_SERVICE_DLQ,
          Topic.ADMIN_EVENTS);

  private static final Sort NEWEST_FIRST =
      new Sort("told_at", Sort.Type.TIME, "id", Sort.Type.TEXT, true);

  /** With the first thing that was done about the letter; the document has no status of its own. */
  private static final String DOCUMENT =
      """
      cast(cast(document as jsonb) || coalesce(
          (select jsonb_build_object('action', a.id, 'status',
                  case a.action when 'replay-dead-letter' then 'replayed' else 'discarded' end)
              from admin_action_view a
              where a.target = dead_letter_view.id and a.status = 'succeeded'
                  and a.action in ('replay-dead-letter', 'discard-dead-letter')
              order by a.told_at, a.id limit 1),
          '{"status": "pending"}') as text)""";

  private final CurrentCaller caller;
  private final Freshness freshness;

  DeadLetterResource(CurrentCaller caller, Freshness freshness) {
    this.caller = caller;
    this.freshness = freshness;
  }

  @GET
  @Operation(summary = "What consumers could not take in the last 30 days, newest first")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = DeadLetterPage.class)))
  public Uni<Page> list(
      @RestQuery @Parameter(description = "the service that could not, for example query-service")
          @Nullable String group,
      @RestQuery @Parameter(description = "where the record came from") @Nullable String topic,
      @RestQuery @Parameter(description = "1 to 1000, 50 by default") @Nullable String limit,
      @RestQuery @Parameter(description = "nextCursor of the page before")
          @Nullable String cursor) {
    caller.require(Role.ADMIN);
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                letters()
                    .where("consumer_group = :group", "group", group)
                    .where("topic = :topic", "topic", topic)
                    .read(limit, cursor));
  }

  @GET
  @Path("{group}/{partition}/{offset}")
  @Operation(summary = "One dead letter; its id is group, partition and offset")
  @APIResponse(
      responseCode = "200",
      description = "The letter",
      content = @Content(schema = @Schema(implementation = DeadLetterAnswer.class)))
  public Uni<Document> get(
      @RestPath String group, @RestPath String partition, @RestPath String offset) {
    caller.require(Role.ADMIN);
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                letters()
                    .where("id = :id", "id", String.join("/", group, partition, offset))
                    .one(ProblemType.DEAD_LETTER_NOT_FOUND));
  }

  private static PageQuery letters() {
    return new PageQuery("dead_letter_view", DOCUMENT, NEWEST_FIRST);
  }

  /** A page of dead letters, as the API describes it. */
  record DeadLetterPage(List<DeadLetterAnswer> items, @Nullable String nextCursor) {}
}
