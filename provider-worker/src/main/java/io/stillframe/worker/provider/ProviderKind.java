package io.stillframe.worker.provider;

import java.time.Duration;

import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;

/** Makes drivers of one kind; a bean of each kind is found by its name. */
public interface ProviderKind {
  /** The kind's name in the configuration, for example {@code local}. */
  String name();

  /** How long after a call its effect may still be invisible to a lookup, unless configured. */
  Duration visibilityDelay();

  /** The longest pause between two looks at something in the making. */
  Duration longestPause();

  /** How many steps a second it may be asked to take, unless configured. */
  double rate();

  /**
   * Opens one environment. Does no I/O that may fail for a passing reason.
   *
   * @throws IllegalArgumentException if the configuration cannot be right; it names the key
   */
  SnapshotProvider open(
      String name, ProviderConfig provider, String environment, EnvironmentConfig config);
}
