package io.stillframe.worker.provider.scaleway;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The calls of Scaleway's API that are made, alike in both generations below their roots. {@code
 * things} is {@code snapshots} or {@code volumes}. Answers come as texts: what reads them must tell
 * a malformed one from a call that failed.
 */
@Path("/")
interface ScalewayApi {
  String TOKEN = "X-Auth-Token";
  String ALL = "{things}";
  String ONE = ALL + "/{id}";

  @GET
  @Path(ALL)
  Uni<RestResponse<String>> list(
      @RestHeader(TOKEN) String token,
      @RestPath String things,
      @RestQuery int page,
      @RestQuery("per_page") int perPage,
      @RestQuery @Nullable String tags);

  @GET
  @Path(ONE)
  Uni<RestResponse<String>> get(
      @RestHeader(TOKEN) String token, @RestPath String things, @RestPath String id);

  @POST
  @Path(ALL)
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> create(
      @RestHeader(TOKEN) String token, @RestPath String things, Object body);

  @PUT
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> put(
      @RestHeader(TOKEN) String token, @RestPath String things, @RestPath String id, Object body);

  @PATCH
  @Path(ONE)
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> patch(
      @RestHeader(TOKEN) String token, @RestPath String things, @RestPath String id, Object body);

  @DELETE
  @Path(ONE)
  Uni<RestResponse<String>> delete(
      @RestHeader(TOKEN) String token, @RestPath String things, @RestPath String id);
}
