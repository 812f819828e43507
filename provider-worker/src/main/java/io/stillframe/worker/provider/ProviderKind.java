package io.stillframe.worker.provider;

import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;

/** Makes drivers of one kind; a bean of each kind is found by its name. */
public interface ProviderKind {
  /** The kind's name in the configuration, for example {@code local}. */
  String name();

  /**
   * Opens one environment. Does no I/O that may fail for a passing reason.
   *
   * @throws IllegalArgumentException if the configuration cannot be right; it names the key
   */
  SnapshotProvider open(String provider, String environment, EnvironmentConfig config);
}
