package io.stillframe.intake;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Topic;

/** Where the topics end, for readers that want everything published before they came. */
@ApplicationScoped
class EndOffsets {
  /** The broker is asked at most this often, whatever the load. */
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Admin admin;

  /** What was ever asked for: a service may not read the others, or even ask for their ends. */
  private final Set<Topic> wanted = EnumSet.noneOf(Topic.class);

  private @Nullable CompletableFuture<Offsets> upcoming;
  private long lastLookup = System.nanoTime() - Duration.ofDays(1).toNanos();

  EndOffsets(
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    admin = Admin.create(settings(broker, service));
  }

  /**
   * The ends of {@code topics}, and others, at a moment after this call. All who call until that
   * moment share one look-up: one that is under way already might have missed what the caller
   * wrote.
   */
  synchronized Uni<Offsets> fromNowOn(Set<Topic> topics) {
    wanted.addAll(topics);
    CompletableFuture<Offsets> next = upcoming;
    if (next == null) {
      next = new CompletableFuture<>();
      upcoming = next;
      start(next);
    }
    // A future and no memoized Uni: that may give its item to somebody who has just come before it
    // has told him that it will, and he takes the next thing that he is given for it.
    return Uni.createFrom().completionStage(next.copy());
  }

  private void start(CompletableFuture<Offsets> next) {
    long delay = INTERVAL.toMillis() - (System.nanoTime() - lastLookup) / 1_000_000;
    if (delay <= 0) {
      lookUp(next);
      return;
    }
    Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(Duration.ofMillis(delay))
        .subscribe()
        .with(ignored -> lookUp(next));
  }

  private void lookUp(CompletableFuture<Offsets> next) {
    Set<Topic> topics;
    synchronized (this) {
      upcoming = null;
      lastLookup = System.nanoTime();
      topics = EnumSet.copyOf(wanted);
    }
    ask(topics, OffsetSpec.latest()).subscribe().with(next::complete, next::completeExceptionally);
  }

  /** The ends, without partitions in which nothing is kept any more. */
  Uni<Offsets> ofWhatIsKept(Set<Topic> topics) {
    return ask(topics, OffsetSpec.latest())
        .chain(latest -> ask(topics, OffsetSpec.earliest()).map(latest::beyond));
  }

  private Uni<Offsets> ask(Set<Topic> topics, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> partitions =
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, Topic.PARTITIONS)
                        .mapToObj(each -> new TopicPartition(topic.topicName(), each)))
            .collect(Collectors.toMap(each -> each, each -> which));
    return Uni.createFrom()
        .completionStage(
            () ->
                admin
                    .listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .toCompletionStage())
        .map(
            found ->
                new Offsets(
                    found.entrySet().stream()
                        .collect(
                            Collectors.toMap(
                                Map.Entry::getKey, each -> each.getValue().offset()))));
  }

  private static Map<String, Object> settings(Map<String, Object> broker, String service) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(AdminClientConfig.configNames());
    // A reader waits much shorter than this anyway.
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000);
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, service + "-end-offsets");
    return settings;
  }

  @PreDestroy
  void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
