package io.stillframe.query.cloudmc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.CurrentCaller;
import io.stillframe.dialect.cloudmc.CloudMcAnswer.Many;
import io.stillframe.query.provider.Places;
import io.stillframe.query.provider.ProviderAnswer;
import io.stillframe.rows.Patience;

/** Which services and environments there are: the providers. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class SurroundingsResource {
  private final CurrentCaller caller;
  private final Places places;

  SurroundingsResource(CurrentCaller caller, Places places) {
    this.caller = caller;
    this.places = places;
  }

  record Status(boolean reachable) {}

  /**
   * @param type the provider's kind
   */
  record Connection(UUID id, String name, String serviceCode, String type, Status status) {
    static Connection of(ProviderAnswer answer, boolean reachable) {
      return new Connection(
          idOf(answer.provider()),
          answer.provider(),
          answer.provider(),
          answer.kind(),
          new Status(reachable));
    }
  }

  /** An environment, with the connection that it belongs to. */
  record Environment(UUID id, String name, Connection serviceConnection) {}

  @GET
  @Path("{version:v[12]}/environments")
  @Operation(hidden = true)
  public Uni<Many<Environment>> environments(@RestQuery("org_id") @Nullable String organization) {
    return answer(
        organization,
        all ->
            all.stream()
                .map(
                    each ->
                        new Environment(
                            idOf(each.provider() + "/" + each.environment()),
                            each.environment(),
                            Connection.of(each, each.healthy())))
                .toList());
  }

  /** A connection is reachable when one of its environments is. */
  @GET
  @Path("{version:v[12]}/services/connections")
  @Operation(hidden = true)
  public Uni<Many<Connection>> connections(@RestQuery("org_id") @Nullable String organization) {
    return answer(
        organization,
        all ->
            all.stream()
                .map(ProviderAnswer::provider)
                .distinct()
                .map(name -> all.stream().filter(each -> each.provider().equals(name)).toList())
                .map(
                    environments ->
                        Connection.of(
                            environments.getFirst(),
                            environments.stream().anyMatch(ProviderAnswer::healthy)))
                .toList());
  }

  private <T> Uni<Many<T>> answer(
      @Nullable String organization, Function<List<ProviderAnswer>, List<T>> show) {
    String ignored = caller.organization(organization); // Everybody sees all, but not as anybody.
    return Patience.session(places::all).map(all -> Many.of(show.apply(all)));
  }

  /** Providers have names only; the same name has the same id everywhere and always. */
  private static UUID idOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
