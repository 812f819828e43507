package io.stillframe.query.finding;

import java.util.List;
import java.util.Set;
import java.util.UUID;

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
import io.stillframe.api.PathId;
import io.stillframe.api.QueryParameter;
import io.stillframe.api.Role;
import io.stillframe.contract.Finding;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;
import io.stillframe.query.page.Document;
import io.stillframe.query.page.Page;
import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;
import io.stillframe.query.reading.Freshness;

/** What the inventory found that is not as our records have it. */
@Path("/v1/inventory/findings")
@Produces(MediaType.APPLICATION_JSON)
public class FindingResource {
  private static final Set<Topic> TOPICS = Set.of(Topic.INVENTORY_FINDINGS);
  private static final Sort NEWEST_FIRST =
      new Sort("first_seen_at", Sort.Type.TIME, "id", Sort.Type.UUID, true);

  private final CurrentCaller caller;
  private final Freshness freshness;

  FindingResource(CurrentCaller caller, Freshness freshness) {
    this.caller = caller;
    this.freshness = freshness;
  }

  @GET
  @Operation(summary = "Orphans, missing snapshots and drift of all organizations, newest first")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = FindingPage.class)))
  public Uni<Page> list(
      @RestQuery @Nullable String provider,
      @RestQuery @Nullable String environment,
      @RestQuery @Parameter(description = "orphan, missing or drift") @Nullable String kind,
      @RestQuery @Parameter(description = "open, the default, ignored or resolved")
          @Nullable String status,
      @RestQuery @Parameter(description = "1 to 1000, 50 by default") @Nullable String limit,
      @RestQuery @Parameter(description = "nextCursor of the page before")
          @Nullable String cursor) {
    caller.require(Role.ADMIN);
    String wanted =
        QueryParameter.oneOf("status", status, Finding.Status.values(), Finding.Status::wireName);
    PageQuery query =
        findings()
            .where("provider = :provider", "provider", provider)
            .where("environment = :environment", "environment", environment)
            .where(
                "kind = :kind",
                "kind",
                QueryParameter.oneOf("kind", kind, Finding.Kind.values(), Finding.Kind::wireName))
            .where(
                "status = :status",
                "status",
                wanted == null ? Finding.Status.OPEN.wireName() : wanted);
    return freshness.of(TOPICS).chain(() -> query.read(limit, cursor));
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One finding, whatever its status")
  @APIResponse(
      responseCode = "200",
      description = "The finding",
      content = @Content(schema = @Schema(implementation = Finding.class)))
  public Uni<Document> get(@RestPath String id) {
    caller.require(Role.ADMIN);
    UUID findingId = PathId.parse(id, ProblemType.FINDING_NOT_FOUND);
    return freshness
        .of(TOPICS)
        .chain(
            () -> findings().where("id = :id", "id", findingId).one(ProblemType.FINDING_NOT_FOUND));
  }

  private static PageQuery findings() {
    return new PageQuery("finding_view", NEWEST_FIRST);
  }

  /** A page of findings, as the API describes it. */
  record FindingPage(List<Finding> items, @Nullable String nextCursor) {}
}
