package io.stillframe.query.architecture.violation.kafka;

import jakarta.ws.rs.Path;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.query.architecture.violation.blocking.Blocking;

/** Everything a resource must not do; abstract, so that no container takes it for one. */
@Path("/violation")
public abstract class ConsumingResource {
  Blocking cycle;

  @Incoming("violation")
  abstract Uni<Void> consume(ConsumerRecords<String, byte[]> records);
}
