package io.stillframe.command.cloudmc;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
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
import io.stillframe.api.Role;
import io.stillframe.command.operation.Acceptance;
import io.stillframe.command.snapshot.ChangingSnapshots;
import io.stillframe.command.snapshot.CreateBody;
import io.stillframe.command.snapshot.CreatingSnapshots;
import io.stillframe.command.snapshot.FirstWord;
import io.stillframe.command.snapshot.Naming;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.dialect.cloudmc.CloudMcSnapshot;
import io.stillframe.dialect.cloudmc.CloudMcTask.Begun;

/**
 * Everything that begins a task answers 200 with the task, whose id is the operation's: one client
 * takes any other status for an error. The service code is a provider, the environment one of its.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class CloudMcResource {
  private static final String PLACE = "{version:v[12]}/services/{service}/{environment}/";
  private static final String FROM_VOLUME = "createSnapshotFromVolume";

  private final CurrentCaller caller;
  private final Acceptance acceptance;
  private final FirstWord firstWord;
  private final CreatingSnapshots creating;
  private final ChangingSnapshots changing;

  CloudMcResource(
      CurrentCaller caller,
      Acceptance acceptance,
      FirstWord firstWord,
      CreatingSnapshots creating,
      ChangingSnapshots changing) {
    this.caller = caller;
    this.acceptance = acceptance;
    this.firstWord = firstWord;
    this.creating = creating;
    this.changing = changing;
  }

  /** Takes a snapshot; the operation is the default one and may be left out. */
  @POST
  @Path(PLACE + "snapshots")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<Begun> create(
      @RestPath String service,
      @RestPath String environment,
      @RestQuery @Nullable String operation,
      @RestQuery("org_id") @Nullable String organization,
      @Nullable CreateSnapshotBody body) {
    String owner = owner(organization);
    requireOperation(operation, "create", true);
    if (body == null || body.volumeId() == null) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at("volumeId", "volumeId must be given"));
    }
    return create(service, environment, owner, body.volumeId(), body.name(), body.rapid());
  }

  /** Takes a snapshot, asked of the volume. */
  @POST
  @Path(PLACE + "volumes/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<Begun> createFromVolume(
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id,
      @RestQuery @Nullable String operation,
      @RestQuery("org_id") @Nullable String organization,
      @Nullable SnapshotOfVolumeBody body) {
    String owner = owner(organization);
    requireOperation(operation, FROM_VOLUME, false);
    SnapshotOfVolumeBody.Snapshot wanted = body == null ? null : body.snapshot();
    return create(
        service,
        environment,
        owner,
        id,
        wanted == null ? null : wanted.name(),
        wanted == null ? null : wanted.rapid());
  }

  /** Removes a snapshot. A body, which some clients send, says nothing. */
  @DELETE
  @Path(PLACE + "snapshots/{id}")
  @Operation(hidden = true)
  public Uni<Begun> delete(
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id,
      @RestQuery("org_id") @Nullable String organization) {
    String owner = owner(organization);
    UUID snapshotId = PathId.parse(id, ProblemType.SNAPSHOT_NOT_FOUND);
    return begin(
        () ->
            changing.delete(
                snapshotId,
                owner,
                snapshot -> isThere(snapshot, service, environment),
                Optional.empty()));
  }

  private Uni<Begun> create(
      String service,
      String environment,
      String owner,
      String volumeId,
      @Nullable String name,
      @Nullable Boolean rapid) {
    CreateBody wanted =
        new CreateBody(service, environment, volumeId, name, null, Map.of(), rapid, null, null);
    return begin(() -> creating.create(wanted, owner, Naming.UNIQUE, Optional.empty()));
  }

  private Uni<Begun> begin(Supplier<Uni<io.stillframe.contract.Operation>> decide) {
    return acceptance
        .accept(Optional.empty(), decide)
        .chain(firstWord::about)
        .map(
            heard ->
                Begun.of(
                    heard.operation().id(),
                    heard.operation().status(),
                    CloudMcSnapshot.of(heard.snapshot())
                        .<Object>map(shown -> shown)
                        .orElseGet(() -> Map.of("id", heard.snapshot().id()))));
  }

  private String owner(@Nullable String organization) {
    caller.require(Role.OPERATOR);
    return caller.organization(organization);
  }

  private static boolean isThere(Snapshot snapshot, String service, String environment) {
    return snapshot.provider().equals(service)
        && snapshot.environment().equals(environment)
        && CloudMcSnapshot.shows(snapshot.state());
  }

  private static void requireOperation(@Nullable String asked, String known, boolean byDefault) {
    if (asked == null ? !byDefault : !asked.equals(known)) {
      throw QueryParameter.invalid("operation", "must be " + known);
    }
  }
}
