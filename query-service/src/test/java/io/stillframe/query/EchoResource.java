package io.stillframe.query;

import java.time.Instant;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestQuery;

/** A call with a body, which this service itself does not have: the rules for bodies are shared. */
@Path("/v1/echo")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class EchoResource {
  /** One member of each kind. */
  public record Body(
      @NotNull @Size(min = 1, max = 10) String text,
      Integer number,
      Boolean flag,
      Instant time,
      Object any,
      Map<String, @Size(max = 5) String> labels) {}

  @POST
  public Uni<Body> echo(@Valid @NotNull Body body) {
    return Uni.createFrom().item(body);
  }

  @GET
  public Uni<String> fail(@RestQuery String fail) {
    throw new IllegalStateException(fail);
  }
}
