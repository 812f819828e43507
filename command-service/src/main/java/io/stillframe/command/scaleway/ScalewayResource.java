package io.stillframe.command.scaleway;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.api.PathId;
import io.stillframe.api.ProblemException;
import io.stillframe.api.Role;
import io.stillframe.command.operation.Acceptance;
import io.stillframe.command.snapshot.ChangingSnapshots;
import io.stillframe.command.snapshot.CreateBody;
import io.stillframe.command.snapshot.CreatingSnapshots;
import io.stillframe.command.snapshot.FirstWord;
import io.stillframe.command.snapshot.FirstWord.Heard;
import io.stillframe.command.snapshot.Naming;
import io.stillframe.command.snapshot.Terms;
import io.stillframe.command.snapshot.UpdatePatch;
import io.stillframe.contract.ProblemType;
import io.stillframe.dialect.scaleway.UnknownResource;
import io.stillframe.dialect.scaleway.Zones;

/** Snapshots of the provider and environment that stand behind the host that is called. */
@Path("/snapshots")
@Produces(MediaType.APPLICATION_JSON)
public class ScalewayResource {
  private final CurrentCaller caller;
  private final Acceptance acceptance;
  private final FirstWord firstWord;
  private final CreatingSnapshots creating;
  private final ChangingSnapshots changing;
  private final Showing showing;
  private final Zones zones;

  ScalewayResource(
      CurrentCaller caller,
      Acceptance acceptance,
      FirstWord firstWord,
      CreatingSnapshots creating,
      ChangingSnapshots changing,
      Showing showing,
      Zones zones) {
    this.caller = caller;
    this.acceptance = acceptance;
    this.firstWord = firstWord;
    this.creating = creating;
    this.changing = changing;
    this.showing = showing;
    this.zones = zones;
  }

  /** Takes a snapshot; its name may be another's too. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<Response> create(@Nullable JsonNode sent) {
    caller.require(Role.OPERATOR);
    ObjectNode body = SnapshotBodies.create(orNull(sent));
    String owner = caller.organization(body.get("organization").asText());
    String volume = body.get("volume_id").asText();
    Zones.Place zone = zones.current();
    CreateBody wanted =
        new CreateBody(
            zone.provider(),
            zone.environment(),
            volume,
            body.get("name").asText(),
            null,
            Map.of(),
            null,
            null,
            null);
    return begin(() -> creating.create(wanted, owner, Naming.FREE, Optional.empty()))
        .onFailure(ScalewayResource::isAboutTheVolume)
        .transform(e -> new UnknownResource(volume, ((ProblemException) e).problem()))
        .chain(heard -> showing.of(heard.snapshot()))
        .map(shown -> Response.status(zones.createStatus()).entity(shown).build());
  }

  /** Renames a snapshot, or hands it to another organization, or both. */
  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<Response> update(@RestPath String id, @Nullable JsonNode sent) {
    caller.require(Role.OPERATOR);
    String owner = caller.get().organization();
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    ObjectNode patch = UpdatePatch.check(SnapshotBodies.update(orNull(sent)));
    UpdatePatch.text(patch, "organization").ifPresent(caller::organization);
    Zones.Place zone = zones.current();
    return begin(
            () ->
                changing.update(
                    snapshotId,
                    owner,
                    zone::shows,
                    patch,
                    Terms.ANY,
                    Naming.FREE,
                    Optional.empty()))
        .chain(heard -> showing.updated(heard.snapshot(), patch))
        .map(shown -> Response.ok(shown).build());
  }

  /** Removes a snapshot. */
  @DELETE
  @Path("{id}")
  @Operation(hidden = true)
  public Uni<Response> delete(@RestPath String id) {
    caller.require(Role.OPERATOR);
    String owner = caller.get().organization();
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    Zones.Place zone = zones.current();
    return begin(() -> changing.delete(snapshotId, owner, zone::shows, Optional.empty()))
        .replaceWith(() -> Response.noContent().build());
  }

  private Uni<Heard> begin(Supplier<Uni<io.stillframe.contract.Operation>> decide) {
    return acceptance.accept(Optional.empty(), decide).chain(firstWord::about);
  }

  /** A provider that is not configured has no volumes. */
  private static boolean isAboutTheVolume(Throwable failure) {
    return failure instanceof ProblemException refused
        && refused.problem().status() == ProblemType.VOLUME_NOT_FOUND.status();
  }

  private static JsonNode orNull(@Nullable JsonNode sent) {
    return sent == null ? NullNode.getInstance() : sent;
  }
}
