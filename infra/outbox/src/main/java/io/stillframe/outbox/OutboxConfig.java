package io.stillframe.outbox;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the relay. */
@ConfigMapping(prefix = "stillframe.outbox")
public interface OutboxConfig {
  /**
   * How long a relay leads without renewing. A standby takes over within this time, a sixth of it
   * and what a producer needs to connect.
   */
  @WithDefault("2s")
  Duration lease();

  /**
   * How often the table is read when nobody in this process has appended; bounds the delay of other
   * replicas' rows.
   */
  @WithDefault("50ms")
  Duration poll();

  /** The most rows in one Kafka transaction. */
  @WithDefault("500")
  int batch();

  /** How many messages may wait for the broker before a service takes no more work. */
  @WithDefault("20000")
  int bound();

  /** How long a row stays after the broker has it, for republishing. */
  @WithDefault("6h")
  Duration retention();
}
