package io.stillframe.worker.admin;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.AdminRequest;
import io.stillframe.intake.Replays;
import io.stillframe.outbox.Outbox;

/**
 * Takes what administrators ask about findings, each once, and about this service's dead letters;
 * the rest is for other services.
 */
@ApplicationScoped
class AdminConsumer {
  private final Replays replays;
  private final Outbox outbox;
  private final OnceActions actions;

  AdminConsumer(Replays replays, Outbox outbox, OnceActions actions) {
    this.replays = replays;
    this.outbox = outbox;
    this.actions = actions;
  }

  @Incoming("admin-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return replays.take(
        records, requests -> outbox.transaction(() -> actions.carryOut(onFindings(requests))));
  }

  private static List<AdminRequest.OnFinding> onFindings(List<AdminRequest> requests) {
    return requests.stream()
        .filter(AdminRequest.OnFinding.class::isInstance)
        .map(AdminRequest.OnFinding.class::cast)
        .toList();
  }
}
