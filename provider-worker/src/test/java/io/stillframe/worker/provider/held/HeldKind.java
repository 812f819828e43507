package io.stillframe.worker.provider.held;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.stillframe.worker.provider.ProviderKind;
import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.SnapshotProvider;

/** Opens {@link HeldDriver}s and lets tests have them. */
@Singleton
public class HeldKind implements ProviderKind {
  private final Map<String, HeldDriver> drivers = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "held";
  }

  @Override
  public Duration visibilityDelay() {
    return Duration.ZERO;
  }

  @Override
  public Duration longestPause() {
    return Duration.ofMillis(500);
  }

  @Override
  public double rate() {
    return 1000;
  }

  @Override
  public SnapshotProvider open(
      String name, ProviderConfig provider, String environment, EnvironmentConfig config) {
    return driver(environment);
  }

  public HeldDriver driver(String environment) {
    return drivers.computeIfAbsent(environment, ignored -> new HeldDriver());
  }
}
