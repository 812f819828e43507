package io.stillframe.query.reading;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Topic;

/** Where the topics end, for readers that want everything published before they came. */
@ApplicationScoped
class EndOffsets {
  private final Admin admin;
  private final Duration interval;
  private @Nullable Uni<Offsets> upcoming;
  private long lastLookup = System.nanoTime() - Duration.ofDays(1).toNanos();

  EndOffsets(@Identifier("default-kafka-broker") Map<String, Object> broker, ReadingConfig config) {
    admin = Admin.create(settings(broker));
    interval = config.lookupInterval();
  }

  /**
   * The ends at a moment after this call. All who call until that moment share one look-up: one
   * that is under way already might have missed what the caller wrote.
   */
  synchronized Uni<Offsets> fromNowOn() {
    if (upcoming == null) {
      long delay = interval.toMillis() - (System.nanoTime() - lastLookup) / 1_000_000;
      Uni<Void> start = Uni.createFrom().voidItem();
      // A timer takes whole milliseconds, from one.
      upcoming =
          (delay > 0 ? start.onItem().delayIt().by(Duration.ofMillis(delay)) : start)
              .chain(this::lookUp)
              .memoize()
              .indefinitely();
    }
    return upcoming;
  }

  private Uni<Offsets> lookUp() {
    synchronized (this) {
      upcoming = null;
      lastLookup = System.nanoTime();
    }
    return ask(OffsetSpec.latest());
  }

  /** The ends, without partitions in which nothing is kept any more. */
  Uni<Offsets> ofWhatIsKept() {
    return ask(OffsetSpec.latest()).chain(latest -> ask(OffsetSpec.earliest()).map(latest::beyond));
  }

  private Uni<Offsets> ask(OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        Stream.of(Topic.values())
            .flatMap(
                topic ->
                    IntStream.range(0, Topic.PARTITIONS)
                        .mapToObj(each -> new TopicPartition(topic.topicName(), each)))
            .collect(Collectors.toMap(each -> each, each -> which));
    return Uni.createFrom()
        .completionStage(
            () ->
                admin
                    .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
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

  private static Map<String, Object> settings(Map<String, Object> broker) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(AdminClientConfig.configNames());
    // A reader waits much shorter than this anyway.
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2000);
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "query-service-end-offsets");
    return settings;
  }

  @PreDestroy
  void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
