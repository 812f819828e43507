package io.stillframe.worker.provider.cloudmc;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The calls of CloudMC's API that are made. Answers come as texts: what reads them must tell a
 * malformed one from a call that failed.
 */
@Path("/")
interface CloudMcApi {
  String KEY = "MC-Api-Key";
  String PLACE = "services/{service}/{environment}/";

  @GET
  @Path(PLACE + "snapshots")
  Uni<RestResponse<String>> snapshots(
      @RestHeader(KEY) String key,
      @RestPath String service,
      @RestPath String environment,
      @RestQuery("volume_id") @Nullable String volumeId);

  @GET
  @Path(PLACE + "snapshots/{id}")
  Uni<RestResponse<String>> snapshot(
      @RestHeader(KEY) String key,
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id);

  @POST
  @Path(PLACE + "snapshots")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> create(
      @RestHeader(KEY) String key,
      @RestPath String service,
      @RestPath String environment,
      @RestQuery String operation,
      Wire.NewSnapshot body);

  @DELETE
  @Path(PLACE + "snapshots/{id}")
  Uni<RestResponse<String>> delete(
      @RestHeader(KEY) String key,
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id);

  @GET
  @Path(PLACE + "volumes")
  Uni<RestResponse<String>> volumes(
      @RestHeader(KEY) String key, @RestPath String service, @RestPath String environment);

  @GET
  @Path(PLACE + "volumes/{id}")
  Uni<RestResponse<String>> volume(
      @RestHeader(KEY) String key,
      @RestPath String service,
      @RestPath String environment,
      @RestPath String id);

  @GET
  @Path("tasks/{id}")
  Uni<RestResponse<String>> task(@RestHeader(KEY) String key, @RestPath String id);
}
