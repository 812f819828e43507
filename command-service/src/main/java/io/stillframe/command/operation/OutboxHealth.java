package io.stillframe.command.operation;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.stillframe.outbox.Outbox;
import io.stillframe.outbox.OutboxConfig;

/**
 * Ready while requests can be taken: Kafka may be away for as long as the outbox has room for what
 * it will be sent.
 */
@Readiness
@ApplicationScoped
class OutboxHealth implements HealthCheck {
  private final Outbox outbox;
  private final OutboxConfig config;

  OutboxHealth(Outbox outbox, OutboxConfig config) {
    this.outbox = outbox;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    long pending = outbox.pending();
    var response =
        HealthCheckResponse.named("outbox")
            .status(pending < config.bound())
            .withData("pending", pending)
            .withData("bound", config.bound());
    return pending < config.bound()
        ? response.build()
        : response.withData("reason", "Kafka does not take the messages that wait for it").build();
  }
}
