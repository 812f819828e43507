package io.stillframe.contract;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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
  PROVIDER_STATE("provider.state", null);

  /** Partitions of every topic: the bound on how many replicas of one service share its records. */
  public static final int PARTITIONS = 6;

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

  /**
   * The topic's settings on the broker. A topic without a retention time keeps the latest message
   * of each key.
   */
  public Map<String, String> settings() {
    return retention
        .map(
            time ->
                Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(time.toMillis())))
        .orElseGet(() -> Map.of("cleanup.policy", "compact"));
  }
}
