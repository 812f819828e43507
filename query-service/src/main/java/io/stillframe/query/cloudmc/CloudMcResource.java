package io.stillframe.query.cloudmc;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.PathId;
import io.stillframe.api.ProblemException;
import io.stillframe.api.QueryParameter;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotState;
import io.stillframe.dialect.cloudmc.CloudMcAnswer.Many;
import io.stillframe.dialect.cloudmc.CloudMcAnswer.One;
import io.stillframe.dialect.cloudmc.CloudMcSnapshot;
import io.stillframe.dialect.cloudmc.CloudMcVolume;
import io.stillframe.query.provider.Place;
import io.stillframe.query.provider.Places;
import io.stillframe.query.snapshot.PlacedSnapshots;
import io.stillframe.query.volume.PlacedVolumes;
import io.stillframe.rows.Patience;

/** Snapshots and volumes; the service code is a provider, the environment one of its. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class CloudMcResource {
  private static final String PLACE = "{version:v[12]}/services/{service}/{environment}/";

  /** This API has no pages, so there must be an end to what it answers at once. */
  private static final int MOST = 10_000;

  private static final Set<SnapshotState> SHOWN =
      EnumSet.allOf(SnapshotState.class).stream()
          .filter(CloudMcSnapshot::shows)
          .collect(Collectors.toSet());

  private final CurrentCaller caller;
  private final Places places;
  private final PlacedSnapshots snapshots;
  private final PlacedVolumes volumes;

  CloudMcResource(
      CurrentCaller caller, Places places, PlacedSnapshots snapshots, PlacedVolumes volumes) {
    this.caller = caller;
    this.places = places;
    this.snapshots = snapshots;
    this.volumes = volumes;
  }

  @GET
  @Path(PLACE + "snapshots")
  @Operation(hidden = true)
  public Uni<Many<CloudMcSnapshot>> snapshots(
      @RestPath String service,
      @RestPath String environment,
      @RestQuery("volume_id") @Nullable String volumeId,
      @RestQuery("org_id") @Nullable String organization) {
    return at(service, environment, organization)
        .chain(place -> snapshots.list(place, SHOWN, volumeId, 0, MOST))
        .map(
            listed -> {
              requireAll(listed.total(), "ask for those of one volume_id");
              return Many.of(
                  listed.items().stream()
                      .flatMap(each -> CloudMcSnapshot.of(each.snapshot()).stream())
                      .toList());
            });
  }

  @GET
  @Path(PLACE + "snapshots/{id}")
  @Operation(hidden = true)
  public Uni<One<CloudMcSnapshot>> snapshot(
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id,
      @RestQuery("org_id") @Nullable String organization) {
    Uni<Place> place = at(service, environment, organization);
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    return place
        .chain(there -> snapshots.find(there, snapshotId))
        .map(
            found ->
                found
                    .flatMap(each -> CloudMcSnapshot.of(each.snapshot()))
                    .map(One::new)
                    .orElseThrow(() -> PathId.unknown(ProblemType.SNAPSHOT_NOT_FOUND)));
  }

  @GET
  @Path(PLACE + "volumes")
  @Operation(hidden = true)
  public Uni<Many<CloudMcVolume>> volumes(
      @RestPath String service,
      @RestPath String environment,
      @RestQuery @Nullable String type,
      @RestQuery("instance_id") @Nullable String instanceId,
      @RestQuery("org_id") @Nullable String organization) {
    if (type != null && !List.of("os", "data").contains(type)) {
      throw QueryParameter.invalid("type", "must be os or data");
    }
    return at(service, environment, organization)
        .chain(place -> volumes.list(place, 0, MOST))
        .map(
            listed -> {
              requireAll(listed.total(), "there are more volumes than this API can list");
              return Many.of(
                  listed.items().stream()
                      .filter(each -> instanceId == null || instanceId.equals(each.instanceId()))
                      .map(CloudMcVolume::of)
                      .filter(each -> type == null || type.equals(each.type()))
                      .toList());
            });
  }

  @GET
  @Path(PLACE + "volumes/{id}")
  @Operation(hidden = true)
  public Uni<One<CloudMcVolume>> volume(
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id,
      @RestQuery("org_id") @Nullable String organization) {
    return at(service, environment, organization)
        .chain(place -> volumes.find(place, id))
        .map(
            found ->
                found
                    .map(CloudMcVolume::of)
                    .map(One::new)
                    .orElseThrow(() -> PathId.unknown(ProblemType.VOLUME_NOT_FOUND)));
  }

  private Uni<Place> at(String service, String environment, @Nullable String organization) {
    Place place = new Place(caller.organization(organization), service, environment);
    return Patience.session(() -> places.require(place));
  }

  private static void requireAll(long total, String why) {
    if (total > MOST) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.because("there are more than %d: %s".formatted(MOST, why)));
    }
  }
}
