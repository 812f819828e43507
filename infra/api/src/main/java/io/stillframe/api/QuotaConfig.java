package io.stillframe.api;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much an organization may have and ask, and what is different for some of them. */
@ConfigMapping(prefix = "stillframe.quota")
public interface QuotaConfig {
  /** The most live snapshots. */
  @WithDefault("100000")
  long snapshots();

  /** The most bytes of volumes that are being copied or restored; no bound when absent. */
  OptionalLong bytesInFlight();

  /**
   * The most updates and restores that run at once: each waits for what its snapshot is about, and
   * each look of a worker for what is next passes all that wait.
   */
  @WithDefault("2000")
  long changes();

  /** Calls that each replica of a service answers in a second, after a burst of twice as many. */
  @WithDefault("1000")
  int requestsPerSecond();

  /** By organization. */
  Map<String, Organization> organizations();

  /** What replaces the general rule. */
  interface Organization {
    OptionalLong snapshots();

    OptionalLong bytesInFlight();

    OptionalLong changes();

    OptionalInt requestsPerSecond();
  }
}
