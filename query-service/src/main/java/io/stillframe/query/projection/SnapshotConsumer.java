package io.stillframe.query.projection;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;

/** Folds what was asked for and what happened. Neither topic waits for the other. */
@ApplicationScoped
class SnapshotConsumer {
  private final Intake intake;
  private final Applied applied;

  SnapshotConsumer(Intake intake, Applied applied) {
    this.intake = intake;
    this.applied = applied;
  }

  @Incoming("snapshot-requests")
  Uni<Void> requests(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        record -> Message.read(record.value(), SnapshotRequest.class),
        this::applyRequests,
        () -> applied.upTo(records));
  }

  @Incoming("snapshot-events")
  Uni<Void> events(ConsumerRecords<String, byte[]> records) {
    return intake.take(records, EventRecord::read, this::applyEvents, () -> applied.upTo(records));
  }

  private Uni<Void> applyRequests(List<Received<SnapshotRequest>> received) {
    SnapshotFold fold = new SnapshotFold();
    received.forEach(each -> fold.add(each.message()));
    return applied.with(received, fold.ids(), fold::write);
  }

  private Uni<Void> applyEvents(List<Received<EventRecord>> received) {
    SnapshotFold fold = new SnapshotFold();
    received.forEach(each -> fold.add(each.message()));
    return applied.with(received, fold.ids(), fold::write);
  }
}
