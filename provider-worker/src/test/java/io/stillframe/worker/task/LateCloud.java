package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.stillframe.worker.Some;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.SnapshotProvider;

/** A cloud that shows what a call has done only half a minute later. */
record LateCloud(String kind, int concurrency, Duration callTimeout, Duration visibilityDelay)
    implements ProviderConfig {
  private static final Duration VISIBILITY_DELAY = Duration.ofSeconds(30);

  /** When a call that ended at {@link Some#NOW} can be looked up. */
  static final Instant VISIBLE = Some.NOW.plus(VISIBILITY_DELAY);

  static Connection connection(SnapshotProvider driver) {
    return new Connection(
        "compute-on",
        "test_area",
        "acme",
        new LateCloud("held", 4, Duration.ofSeconds(20), VISIBILITY_DELAY),
        driver);
  }

  @Override
  public Map<String, EnvironmentConfig> environments() {
    return Map.of();
  }
}
