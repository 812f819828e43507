package io.stillframe.contract;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The topics of Stillframe. Each has one writer; a message's key is the identity named here, so
 * that all messages about one thing stay in order.
 */
public enum Topic {
  /** Imperative messages to the workers, keyed by snapshotId. */
  SNAPSHOT_REQUESTS("snapshot.requests", Duration.ofDays(7)),
  /** Past-tense facts of the snapshots' lives, keyed by snapshotId. */
  SNAPSHOT_EVENTS("snapshot.events", Duration.ofDays(30)),
  /** The current state of every snapshot, keyed by snapshotId. */
  SNAPSHOT_STATE("snapshot.state", null),
  /** The current state of every volume, keyed by provider/environment/volumeId. */
  VOLUME_STATE("volume.state", null),
  /** Capabilities, health and owner of every environment, keyed by provider/environment. */
  PROVIDER_STATE("provider.state", null),
  /** What the inventory found that should not be as it is, keyed by the finding's id. */
  INVENTORY_FINDINGS("inventory.findings", null),
  /** What administrators ask for, keyed by the target's id. */
  ADMIN_REQUESTS("admin.requests", Duration.ofDays(30)),
  /** What became of it, told by whoever carried it out, keyed by the target's id. */
  ADMIN_EVENTS("admin.events", Duration.ofDays(30)),
  /** What the command service could not take, with the keys of the source. */
  COMMAND_SERVICE_DLQ("command-service.dlq", Duration.ofDays(30)),
  /** What the worker could not take, with the keys of the source. */
  PROVIDER_WORKER_DLQ("provider-worker.dlq", Duration.ofDays(30)),
  /** What the query service could not take, with the keys of the source. */
  QUERY_SERVICE_DLQ("query-service.dlq", Duration.ofDays(30));

  /** Partitions of every topic: the bound on how many replicas of one service share its records. */
  public static final int PARTITIONS = 6;

  /** A database that is restored from a backup of this age still learns what is gone. */
  private static final Duration TOMBSTONES = Duration.ofDays(30);

  /** Bytes: the longest record that another topic takes, and what is said about it. */
  private static final int LONGEST_LETTER = 2 << 20;

  private final String topicName;
  private final Optional<Duration> retention;

  Topic(String name, @org.jspecify.annotations.Nullable Duration retention) {
    this.topicName = "stillframe." + name;
    this.retention = Optional.ofNullable(retention);
  }

  /** The name on the broker, for example {@code stillframe.snapshot.events}. */
  public String topicName() {
    return topicName;
  }

  /** How long a message is kept; none where the latest of each key is kept for ever. */
  public Optional<Duration> retention() {
    return retention;
  }

  /** Whether it holds what a consumer group could not take. */
  public boolean isDeadLetters() {
    return switch (this) {
      case COMMAND_SERVICE_DLQ, PROVIDER_WORKER_DLQ, QUERY_SERVICE_DLQ -> true;
      case SNAPSHOT_REQUESTS,
          SNAPSHOT_EVENTS,
          SNAPSHOT_STATE,
          VOLUME_STATE,
          PROVIDER_STATE,
          INVENTORY_FINDINGS,
          ADMIN_REQUESTS,
          ADMIN_EVENTS ->
          false;
    };
  }

  /**
   * The dead-letter topic of a consumer group.
   *
   * @return none if there is no such group
   */
  public static Optional<Topic> deadLettersOf(String group) {
    return Stream.of(values())
        .filter(Topic::isDeadLetters)
        .filter(topic -> topic.topicName.equals("stillframe." + group + ".dlq"))
        .findAny();
  }

  /**
   * The topic's settings on the broker. A topic without a retention time keeps the latest message
   * of each key.
   */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    retention.ifPresentOrElse(
        time -> {
          settings.put("cleanup.policy", "delete");
          settings.put("retention.ms", Long.toString(time.toMillis()));
        },
        () -> {
          settings.put("cleanup.policy", "compact");
          settings.put("delete.retention.ms", Long.toString(TOMBSTONES.toMillis()));
        });
    if (isDeadLetters()) {
      settings.put("max.message.bytes", Integer.toString(LONGEST_LETTER));
    }
    return Map.copyOf(settings);
  }
}
