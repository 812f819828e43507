package io.stillframe.query.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

import jakarta.persistence.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;

import io.stillframe.api.CurrentCaller;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Topic;
import io.stillframe.query.reading.Freshness;
import io.stillframe.rows.Patience;

/** What the configured providers can do and how they are. There are few: one page has them all. */
@Path("/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
public class ProviderResource {
  private final CurrentCaller caller;
  private final Freshness freshness;

  ProviderResource(CurrentCaller caller, Freshness freshness) {
    this.caller = caller;
    this.freshness = freshness;
  }

  @GET
  @Operation(summary = "Every provider and environment, with capabilities and health")
  public Uni<ProviderAnswer.Providers> list() {
    String organization = caller.organization(null);
    return freshness
        .of(Set.of(Topic.PROVIDER_STATE))
        .chain(ProviderResource::rows)
        .map(
            rows ->
                new ProviderAnswer.Providers(
                    rows.stream().map(row -> answer(row, organization)).toList()));
  }

  private static Uni<List<Tuple>> rows() {
    return Patience.session(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(
                                "select organization, document from provider_view order by key",
                                Tuple.class)
                            .getResultList()));
  }

  private static ProviderAnswer answer(Tuple row, String organization) {
    try {
      ProviderAnswer everybodys =
          ContractJson.MAPPER.readValue(row.get(1, String.class), ProviderAnswer.class);
      return row.get(0, String.class).equals(organization)
          ? everybodys.ownedBy(organization)
          : everybodys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
