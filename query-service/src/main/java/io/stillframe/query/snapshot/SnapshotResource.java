package io.stillframe.query.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import io.stillframe.api.EntityTags;
import io.stillframe.api.PathId;
import io.stillframe.api.Prefer;
import io.stillframe.api.QueryParameter;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.Topic;
import io.stillframe.query.page.Document;
import io.stillframe.query.page.Page;
import io.stillframe.query.reading.Arrival;
import io.stillframe.query.reading.Freshness;
import io.stillframe.query.reading.ReadingConfig;
import io.stillframe.query.reading.Waiting;

/** What is known of snapshots. */
@Path("/v1/snapshots")
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotResource {
  private static final Set<Topic> TOPICS = Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS);

  private final CurrentCaller caller;
  private final Freshness freshness;
  private final Waiting waiting;
  private final Arrival arrival;
  private final ReadingConfig config;

  SnapshotResource(
      CurrentCaller caller,
      Freshness freshness,
      Waiting waiting,
      Arrival arrival,
      ReadingConfig config) {
    this.caller = caller;
    this.freshness = freshness;
    this.waiting = waiting;
    this.arrival = arrival;
    this.config = config;
  }

  @GET
  @Operation(summary = "The snapshots of your organization, page by page")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = SnapshotPage.class)))
  public Uni<Page> list(@BeanParam SnapshotParameters asked) {
    String organization = caller.organization(asked.organization());
    return freshness.of(TOPICS).chain(() -> SnapshotList.read(organization, asked));
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One snapshot, with condition and progress")
  @APIResponse(
      responseCode = "200",
      description = "The snapshot; its ETag is the revision",
      content = @Content(schema = @Schema(implementation = Snapshot.class)))
  @APIResponse(responseCode = "304", description = "It is as If-None-Match says")
  public Uni<RestResponse<Document>> get(
      @RestPath String id,
      @RestQuery @Parameter(description = "Another organization than the key's, for admins")
          @Nullable String organization,
      @RestQuery
          @Parameter(
              description =
                  "Waits until this version is applied: 10 seconds, or as Prefer: wait says. The"
                      + " answer is then what there is.")
          @Nullable String minVersion,
      @HeaderParam("If-None-Match") List<String> ifNoneMatch,
      @HeaderParam(Prefer.HEADER) List<String> preferences) {
    String owner = caller.organization(organization);
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    long version = QueryParameter.number("minVersion", minVersion, 0, Long.MAX_VALUE, 0);
    var tags = EntityTags.parse("If-None-Match", ifNoneMatch);
    Duration wait = Prefer.of(preferences).waiting().orElse(config.versionWait());
    return find(snapshotId, owner)
        .chain(
            seen ->
                seen == null || seen.version() >= version
                    ? Uni.createFrom().item(seen)
                    : waiting.until(
                        owner,
                        snapshotId,
                        wait,
                        () -> SnapshotView.find(snapshotId, owner),
                        each -> each == null || each.version() >= version))
        .map(
            seen ->
                answer(
                    seen,
                    tags.filter(t -> seen != null && t.matchWeakly(seen.revision())).isPresent()));
  }

  @GET
  @Path("{id}/timeline")
  @Operation(
      summary = "The latest thousand events of a snapshot, oldest first; kept after it is deleted")
  @APIResponse(
      responseCode = "200",
      description = "The events",
      content = @Content(schema = @Schema(implementation = TimelineEntry.Timeline.class)))
  public Uni<Page> timeline(
      @RestPath String id,
      @RestQuery @Parameter(description = "Another organization than the key's, for admins")
          @Nullable String organization) {
    String owner = caller.organization(organization);
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    return freshness
        .of(TOPICS)
        .chain(() -> TimelineEntry.of(snapshotId, owner))
        .chain(
            entries ->
                entries.isEmpty()
                    ? find(snapshotId, owner).invoke(SnapshotResource::known).replaceWith(entries)
                    : Uni.createFrom().item(entries))
        .map(Page::whole);
  }

  private Uni<@Nullable SnapshotView> find(UUID id, String organization) {
    return arrival
        .of(organization, id, () -> SnapshotView.find(id, organization).map(Optional::ofNullable))
        .map(seen -> seen.orElse(null));
  }

  private static RestResponse<Document> answer(@Nullable SnapshotView seen, boolean unchanged) {
    if (seen == null || seen.isDeleted()) {
      throw PathId.unknown(ProblemType.SNAPSHOT_NOT_FOUND);
    }
    RestResponse.ResponseBuilder<Document> answer =
        unchanged
            ? RestResponse.ResponseBuilder.notModified()
            : RestResponse.ResponseBuilder.ok(seen.document());
    return answer.header("ETag", EntityTags.of(seen.revision())).build();
  }

  private static void known(@Nullable SnapshotView seen) {
    if (seen == null) {
      throw PathId.unknown(ProblemType.SNAPSHOT_NOT_FOUND);
    }
  }

  /** A page of snapshots, as the API describes it. */
  record SnapshotPage(List<Snapshot> items, @Nullable String nextCursor) {}
}
