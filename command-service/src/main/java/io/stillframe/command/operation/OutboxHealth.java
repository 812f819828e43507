package io.stillframe.command.operation;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.health.api.Wellness;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

import io.stillframe.outbox.Outbox;
import io.stillframe.outbox.OutboxConfig;

/**
 * Well while requests can be taken: Kafka may be away for as long as the outbox has room for what
 * it will be sent. No readiness: a service that nobody asks any more could not tell its callers why
 * and until when.
 */
@Wellness
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
