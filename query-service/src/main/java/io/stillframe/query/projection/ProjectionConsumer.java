package io.stillframe.query.projection;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Replays;

/** Folds the topics into the tables that are read. None waits for another. */
@ApplicationScoped
class ProjectionConsumer {
  private final Projection projection;
  private final Replays replays;

  ProjectionConsumer(Projection projection, Replays replays) {
    this.projection = projection;
    this.replays = replays;
  }

  @Incoming("snapshot-requests")
  Uni<Void> requests(ConsumerRecords<String, byte[]> records) {
    return projection.live(records);
  }

  @Incoming("snapshot-events")
  Uni<Void> events(ConsumerRecords<String, byte[]> records) {
    return projection.live(records);
  }

  @Incoming("snapshot-state")
  Uni<Void> snapshots(ConsumerRecords<String, byte[]> records) {
    return projection.live(records);
  }

  @Incoming("volume-state")
  Uni<Void> volumes(ConsumerRecords<String, byte[]> records) {
    return projection.live(records);
  }

  @Incoming("provider-state")
  Uni<Void> providers(ConsumerRecords<String, byte[]> records) {
    return projection.live(records);
  }

  /**
   * Findings, actions and dead letters: there are few of them. What is asked of this service is
   * done first: what is projected is never read again, also by a process that takes over from one
   * that died in between.
   */
  @Incoming("desk")
  Uni<Void> desk(ConsumerRecords<String, byte[]> records) {
    return replays
        .take(Projection.of(records, Topic.ADMIN_REQUESTS))
        .chain(() -> projection.live(records));
  }
}
