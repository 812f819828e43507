package io.stillframe.query.scaleway;

import java.util.List;

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
import io.stillframe.contract.Volume;
import io.stillframe.dialect.scaleway.ScalewayConfig;
import io.stillframe.dialect.scaleway.ScalewayVolume;
import io.stillframe.query.volume.PlacedVolumes;

/** The volumes of the provider and environment that stand behind the host that is called. */
@Path("/volumes")
@Produces(MediaType.APPLICATION_JSON)
public class VolumesResource {
  private final ScalewayPlace place;
  private final PlacedVolumes volumes;
  private final ScalewayConfig config;

  VolumesResource(ScalewayPlace place, PlacedVolumes volumes, ScalewayConfig config) {
    this.place = place;
    this.volumes = volumes;
    this.config = config;
  }

  @GET
  @Operation(hidden = true)
  public Uni<Response> list(
      @RestQuery @Nullable String page, @RestQuery("per_page") @Nullable String perPage) {
    Paging paging = Paging.of(page, perPage);
    return volumes
        .list(place.current(), paging.offset(), paging.size())
        .map(
            listed -> {
              List<ScalewayVolume> items = listed.items().stream().map(this::show).toList();
              return paging.answer(new ScalewayVolume.Page(items), "/volumes", listed.total());
            });
  }

  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public Uni<ScalewayVolume.One> get(@RestPath String id) {
    return volumes
        .find(place.current(), id)
        .map(
            found ->
                found
                    .map(this::show)
                    .map(ScalewayVolume.One::new)
                    .orElseThrow(() -> PathId.unknown(ProblemType.VOLUME_NOT_FOUND)));
  }

  private ScalewayVolume show(Volume volume) {
    return ScalewayVolume.of(volume, config.volumeType());
  }
}
