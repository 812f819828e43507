package io.stillframe.command.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.command.operation.Operations;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.Topic;
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
  private final KnownSnapshots snapshots;
  private final Operations operations;
  private final NameReservations names;

  EventConsumer(
      Intake intake, KnownSnapshots snapshots, Operations operations, NameReservations names) {
    this.intake = intake;
    this.snapshots = snapshots;
    this.operations = operations;
    this.names = names;
  }

  @Incoming("snapshot-events")
  Uni<Void> follow(ConsumerRecords<String, byte[]> records) {
    return intake.take(records, taker());
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
            Panache.withTransaction(() -> apply(batch.stream().map(Received::message).toList())));
  }

  /**
   * Of a snapshot or an operation that a batch names several times, the last word counts; an end is
   * last.
   */
  private Uni<Void> apply(List<SnapshotEvent> events) {
    Map<UUID, Snapshot> known = new TreeMap<>();
    Map<UUID, Operation> moved = new HashMap<>();
    for (SnapshotEvent event : events) {
      known.merge(
          event.snapshot().id(), event.snapshot(), (a, b) -> a.version() > b.version() ? a : b);
      event
          .operations()
          .forEach(each -> moved.merge(each.id(), each, (a, b) -> a.status().isEnded() ? a : b));
    }
    return snapshots
        .save(List.copyOf(known.values()))
        .chain(() -> operations.move(List.copyOf(moved.values())))
        .chain(() -> names.release(known.keySet()));
  }
}
