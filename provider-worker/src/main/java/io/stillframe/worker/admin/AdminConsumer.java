package io.stillframe.worker.admin;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.AdminRequest;
import io.stillframe.intake.Replays;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.request.Inbox;

/**
 * Takes what administrators ask about findings, each once, and about this service's dead letters;
 * the rest is for other services.
 */
@ApplicationScoped
class AdminConsumer {
  private final Replays replays;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Actions actions;

  AdminConsumer(Replays replays, Outbox outbox, Inbox inbox, Actions actions) {
    this.replays = replays;
    this.outbox = outbox;
    this.inbox = inbox;
    this.actions = actions;
  }

  @Incoming("admin-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return replays.take(
        records, requests -> outbox.transaction(() -> carryOut(onFindings(requests))));
  }

  private static List<AdminRequest.OnFinding> onFindings(List<AdminRequest> requests) {
    return requests.stream()
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
