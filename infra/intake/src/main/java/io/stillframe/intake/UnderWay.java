package io.stillframe.intake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.contract.Topic;

/**
 * The batches that are being taken. A consumer that waits for one does not fetch, and what does not
 * fetch does not see how far it falls behind: only the batch's age tells.
 */
@ApplicationScoped
class UnderWay {
  private record Batch(Topic topic, long begun) {}

  private final Map<Object, Batch> batches = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final String group;

  UnderWay(MeterRegistry meters, @ConfigProperty(name = "kafka.group.id") String group) {
    this.meters = meters;
    this.group = group;
  }

  void begin(@Observes StartupEvent event) {
    Stream.of(Topic.values())
        .forEach(
            topic ->
                Gauge.builder("stillframe.intake.batch.age", () -> age(topic).toMillis() / 1000.0)
                    .baseUnit("seconds")
                    .description("For how long the batch that is being taken has been taken")
                    .tag("group", group)
                    .tag("topic", topic.topicName())
                    .register(meters));
  }

  /** Counts the taking of a batch as under way until it ends. */
  Uni<Void> during(Topic topic, Uni<Void> taking) {
    Object key = new Object();
    return taking
        .onSubscription()
        .invoke(() -> batches.put(key, new Batch(topic, System.nanoTime())))
        .onTermination()
        .invoke(() -> batches.remove(key));
  }

  /** Of the oldest batch of the topic; zero if there is none. */
  Duration age(Topic topic) {
    long now = System.nanoTime();
    return Duration.ofNanos(
        batches.values().stream()
            .filter(batch -> batch.topic() == topic)
            .mapToLong(batch -> now - batch.begun())
            .max()
            .orElse(0));
  }
}
