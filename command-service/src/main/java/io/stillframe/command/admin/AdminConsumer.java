package io.stillframe.command.admin;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.intake.Replays;

/** Takes what administrators ask of this service. */
@ApplicationScoped
class AdminConsumer {
  private final Replays replays;

  AdminConsumer(Replays replays) {
    this.replays = replays;
  }

  @Incoming("admin-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return replays.take(records);
  }
}
