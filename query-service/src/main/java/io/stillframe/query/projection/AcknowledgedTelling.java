package io.stillframe.query.projection;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.Message;
import io.stillframe.intake.Telling;

/**
 * Tells of actions when the work is done; it ends when the broker has it. A process that dies in
 * between does the work again, which changes nothing, and tells then.
 */
@ApplicationScoped
class AcknowledgedTelling implements Telling {
  private final MutinyEmitter<String> emitter;
  private final String service;

  AcknowledgedTelling(
      @Channel("admin-events") MutinyEmitter<String> emitter,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.emitter = emitter;
    this.service = service;
  }

  @Override
  public Uni<Void> tell(Supplier<Uni<AdminEvent>> work) {
    return Uni.createFrom().deferred(work::get).chain(this::send);
  }

  private Uni<Void> send(AdminEvent event) {
    Message message = Message.of(event, service);
    RecordHeaders headers = new RecordHeaders();
    message
        .headers()
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    return emitter.sendMessage(
        org.eclipse.microprofile.reactive.messaging.Message.of(Message.write(event))
            .addMetadata(
                OutgoingKafkaRecordMetadata.<String>builder()
                    .withKey(message.key())
                    .withHeaders(headers)
                    .build()));
  }
}
