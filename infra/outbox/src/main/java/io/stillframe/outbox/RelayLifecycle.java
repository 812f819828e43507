package io.stillframe.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs the relay from the service's start to its end. */
@ApplicationScoped
class RelayLifecycle {
  private final Relay relay;

  RelayLifecycle(
      AgroalDataSource dataSource,
      OutboxConfig config,
      MeterRegistry meters,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    relay =
        new Relay(
            new OutboxTable(dataSource),
            new RelayProducer(RelayProducer.settings(bootstrapServers, service)),
            config);
    Gauge.builder("stillframe.outbox.pending", relay, Relay::pending)
        .description("Messages that the broker does not have yet")
        .register(meters);
  }

  void start(@Observes StartupEvent event) {
    relay.start();
  }

  void stop(@Observes ShutdownEvent event) {
    relay.close();
  }

  void wake() {
    relay.wake();
  }
}
