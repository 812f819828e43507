package io.stillframe.query.scaleway;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.PathId;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotState;
import io.stillframe.dialect.scaleway.ScalewayConfig;
import io.stillframe.dialect.scaleway.ScalewaySnapshot;
import io.stillframe.query.provider.Place;
import io.stillframe.query.snapshot.PlacedSnapshots;

/** The snapshots of the provider and environment that stand behind the host that is called. */
@Path("/snapshots")
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotsResource {
  private static final Set<SnapshotState> SHOWN =
      EnumSet.allOf(SnapshotState.class).stream()
          .filter(ScalewaySnapshot::shows)
          .collect(Collectors.toSet());

  private final ScalewayPlace place;
  private final PlacedSnapshots snapshots;
  private final ScalewayConfig config;

  SnapshotsResource(ScalewayPlace place, PlacedSnapshots snapshots, ScalewayConfig config) {
    this.place = place;
    this.snapshots = snapshots;
    this.config = config;
  }

  @GET
  @Operation(hidden = true)
  public Uni<Response> list(
      @RestQuery @Nullable String page, @RestQuery("per_page") @Nullable String perPage) {
    Paging paging = Paging.of(page, perPage);
    return snapshots
        .list(place.current(), SHOWN, null, paging.offset(), paging.size())
        .map(
            listed -> {
              List<ScalewaySnapshot> items = listed.items().stream().map(this::show).toList();
              return paging.answer(new ScalewaySnapshot.Page(items), "/snapshots", listed.total());
            });
  }

  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public Uni<ScalewaySnapshot.One> get(@RestPath String id) {
    Place here = place.current();
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    return snapshots
        .find(here, snapshotId)
        .map(
            found ->
                found
                    .filter(each -> ScalewaySnapshot.shows(each.snapshot().state()))
                    .map(this::show)
                    .map(ScalewaySnapshot.One::new)
                    .orElseThrow(() -> PathId.unknown(ProblemType.SNAPSHOT_NOT_FOUND)));
  }

  private ScalewaySnapshot show(PlacedSnapshots.Placed placed) {
    return ScalewaySnapshot.of(placed.snapshot(), placed.volume(), config.volumeType());
  }
}
