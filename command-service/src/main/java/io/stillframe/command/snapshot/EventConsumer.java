package io.stillframe.command.snapshot;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.Topic;
import io.stillframe.intake.AppliedOffsets;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;
import io.stillframe.intake.Replayable;
import io.stillframe.intake.Taker;

/**
 * Follows the events, for what may be asked next: states, ended operations, names that are free
 * again.
 */
@ApplicationScoped
class EventConsumer implements Replayable {
  private final Intake intake;
  private final FollowedEvents events;

  EventConsumer(Intake intake, FollowedEvents events) {
    this.intake = intake;
    this.events = events;
  }

  @Incoming("snapshot-events")
  Uni<Void> follow(ConsumerRecords<String, byte[]> records) {
    return intake.take(records, taker(), () -> AppliedOffsets.upTo(records));
  }

  @Override
  public List<Taker<?>> takersOfReplays() {
    return List.of(taker());
  }

  private Taker<SnapshotEvent> taker() {
    return Taker.of(
        Topic.SNAPSHOT_EVENTS,
        record -> Message.read(record.value(), SnapshotEvent.class),
        batch ->
            Panache.withTransaction(
                () -> events.follow(batch.stream().map(Received::message).toList())));
  }
}
