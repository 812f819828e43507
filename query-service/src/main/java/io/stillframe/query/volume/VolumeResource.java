package io.stillframe.query.volume;

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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.query.page.Page;
import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;
import io.stillframe.query.reading.Freshness;

/** The volumes that the inventory knows. */
@Path("/v1/volumes")
@Produces(MediaType.APPLICATION_JSON)
public class VolumeResource {
  private static final Sort BY_NAME =
      new Sort("name", Sort.Type.TEXT, "key", Sort.Type.TEXT, false);

  private final CurrentCaller caller;
  private final Freshness freshness;

  VolumeResource(CurrentCaller caller, Freshness freshness) {
    this.caller = caller;
    this.freshness = freshness;
  }

  @GET
  @Operation(summary = "The volumes of your organization, by name")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = VolumePage.class)))
  public Uni<Page> list(
      @RestQuery @Nullable String provider,
      @RestQuery @Nullable String environment,
      @RestQuery @Nullable String name,
      @RestQuery @Parameter(description = "Another organization than the key's, for admins")
          @Nullable String organization,
      @RestQuery @Parameter(description = "1 to 1000, 50 by default") @Nullable String limit,
      @RestQuery @Parameter(description = "nextCursor of the page before")
          @Nullable String cursor) {
    PageQuery query =
        new PageQuery("volume_view", BY_NAME)
            .where(
                "organization = :organization", "organization", caller.organization(organization))
            .where("provider = :provider", "provider", provider)
            .where("environment = :environment", "environment", environment)
            .where("name = :name", "name", name);
    return freshness.of(Set.of(Topic.VOLUME_STATE)).chain(() -> query.read(limit, cursor));
  }

  /** A page of volumes, as the API describes it. */
  record VolumePage(List<Volume> items, @Nullable String nextCursor) {}
}
