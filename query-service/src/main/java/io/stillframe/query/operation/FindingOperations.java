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
import io.stillframe.query.reading.Freshness;
import io.stillframe.query.reading.Waiting;
import io.stillframe.query.reading.Young;

/** Operations by id, for foreign APIs. */
@Singleton
public class FindingOperations {
  private static final Set<Topic> TOPICS = Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS);

  private final Freshness freshness;
  private final Waiting waiting;
  private final Young young;

  FindingOperations(Freshness freshness, Waiting waiting, Young young) {
    this.freshness = freshness;
    this.waiting = waiting;
    this.young = young;
  }

  /** The operation, if this organization asked for it; one of a moment ago is waited for. */
  public Uni<Optional<OperationAnswer>> find(UUID id, String organization) {
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                waiting.until(
                    id,
                    young.wait(id),
                    () -> Operations.find(id, organization).map(Optional::ofNullable),
                    Optional::isPresent))
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
