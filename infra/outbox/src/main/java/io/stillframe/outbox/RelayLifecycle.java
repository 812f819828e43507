package io.stillframe.outbox;

import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs the relay from the service's start to its end. */
@ApplicationScoped
class RelayLifecycle {
  private final Relay relay;

  RelayLifecycle(
      AgroalDataSource dataSource,
      OutboxConfig config,
      MeterRegistry meters,
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    relay =
        new Relay(
            new OutboxTable(dataSource),
            new RelayProducer(RelayProducer.settings(broker, service)),
            config);
    Gauge.builder("stillframe.outbox.pending", relay, Relay::pending)
        .description("Messages that the broker does not have yet")
        .register(meters);
    Gauge.builder("stillframe.database.silence", relay, each -> each.silence().toSeconds())
        .baseUnit("seconds")
        .description("For how long the database has not answered; some seconds when it does")
        .register(meters);
  }

  void start(@Observes StartupEvent event) {
    relay.start();
  }

  /** After what is asked for and what is executed; what channels still take is taken again. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
    relay.close();
  }

  long pending() {
    return relay.pending();
  }

  void wake() {
    relay.wake();
  }
}
