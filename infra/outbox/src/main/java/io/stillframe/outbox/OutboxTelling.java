package io.stillframe.outbox;

import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.Message;
import io.stillframe.intake.Telling;

/** Tells of actions in the transaction of what they did. */
@ApplicationScoped
class OutboxTelling implements Telling {
  private final Outbox outbox;
  private final String service;

  OutboxTelling(Outbox outbox, @ConfigProperty(name = "quarkus.application.name") String service) {
    this.outbox = outbox;
    this.service = service;
  }

  @Override
  public Uni<Void> tell(Supplier<Uni<AdminEvent>> work) {
    return outbox.transaction(
        () -> work.get().chain(event -> outbox.append(List.of(Message.of(event, service)))));
  }
}
