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

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.PathId;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Volume;
import io.stillframe.dialect.scaleway.ScalewayConfig;
import io.stillframe.dialect.scaleway.ScalewayVolume;
import io.stillframe.query.provider.Place;
import io.stillframe.query.volume.PlacedVolumes;

/** The volumes of the one provider and environment that stand behind this API. */
@Path("/volumes")
@Produces(MediaType.APPLICATION_JSON)
public class VolumesResource {
  private final CurrentCaller caller;
  private final PlacedVolumes volumes;
  private final ScalewayConfig config;

  VolumesResource(CurrentCaller caller, PlacedVolumes volumes, ScalewayConfig config) {
    this.caller = caller;
    this.volumes = volumes;
    this.config = config;
  }

  @GET
  @Operation(hidden = true)
  public Uni<Response> list(
      @RestQuery @Nullable String page, @RestQuery("per_page") @Nullable String perPage) {
    Paging paging = Paging.of(page, perPage);
    return volumes
        .list(place(), paging.offset(), paging.size())
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
        .find(place(), id)
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

  private Place place() {
    return ScalewayPlace.of(caller, config);
  }
}
