package io.stillframe.query.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.OperationAnswer;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Topic;
import io.stillframe.query.reading.Arrival;
import io.stillframe.query.reading.Freshness;

/** Operations by id, for foreign APIs. */
@Singleton
public class FindingOperations {
  private static final Set<Topic> TOPICS = Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS);

  private final Freshness freshness;
  private final Arrival arrival;

  FindingOperations(Freshness freshness, Arrival arrival) {
    this.freshness = freshness;
    this.arrival = arrival;
  }

  /** The operation, if this organization asked for it; one of a moment ago is waited for. */
  public Uni<Optional<OperationAnswer>> find(UUID id, String organization) {
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                arrival.of(
                    organization,
                    id,
                    () -> Operations.find(id, organization).map(Optional::ofNullable)))
        .map(found -> found.map(progress -> read(progress.document().json())));
  }

  private static OperationAnswer read(String json) {
    try {
      return ContractJson.MAPPER.readValue(json, OperationAnswer.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
