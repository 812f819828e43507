package io.stillframe.worker.admin;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Message;
import io.stillframe.contract.Topic;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;
import io.stillframe.intake.Replays;
import io.stillframe.intake.Taker;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.request.Inbox;

/**
 * Takes what administrators ask about findings, each once, and about this service's dead letters;
 * the rest is for other services.
 */
@ApplicationScoped
class AdminConsumer {
  private final Intake intake;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Actions actions;
  private final Replays replays;

  AdminConsumer(Intake intake, Outbox outbox, Inbox inbox, Actions actions, Replays replays) {
    this.intake = intake;
    this.outbox = outbox;
    this.inbox = inbox;
    this.actions = actions;
    this.replays = replays;
  }

  @Incoming("admin-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        Taker.of(
            Topic.ADMIN_REQUESTS,
            record -> Message.read(record.value(), AdminRequest.class),
            batch ->
                outbox
                    .transaction(() -> carryOut(onFindings(batch)))
                    .chain(() -> replays.carryOut(batch))));
  }

  private static List<AdminRequest.OnFinding> onFindings(List<Received<AdminRequest>> batch) {
    return batch.stream()
        .map(Received::message)
        .filter(AdminRequest.OnFinding.class::isInstance)
        .map(AdminRequest.OnFinding.class::cast)
        .toList();
  }

  private Uni<Void> carryOut(List<AdminRequest.OnFinding> requests) {
    return inbox
        .takeNew(requests, request -> request.id().toString())
        .chain(
            fresh ->
                Multi.createFrom()
                    .iterable(fresh)
                    .onItem()
                    .transformToUniAndConcatenate(actions::carryOut)
                    .collect()
                    .last()
                    .replaceWithVoid());
  }
}
