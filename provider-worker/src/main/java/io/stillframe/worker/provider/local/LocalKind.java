package io.stillframe.worker.provider.local;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jspecify.annotations.Nullable;

import io.stillframe.worker.provider.ProviderKind;
import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.SnapshotProvider;

/**
 * Opens local environments. Settings: {@code volumes}, the folder with the images; {@code
 * snapshots}, the folder for copies; {@code devices}, block devices that are volumes too, separated
 * by commas.
 */
@Singleton
class LocalKind implements ProviderKind {
  private final Clock clock;

  LocalKind(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Duration visibilityDelay() {
    return Duration.ZERO;
  }

  @Override
  public Duration longestPause() {
    return Duration.ofMillis(500);
  }

  /** Disks set their own limit. */
  @Override
  public double rate() {
    return 1000;
  }

  @Override
  public SnapshotProvider open(
      String name, ProviderConfig provider, String environment, EnvironmentConfig config) {
    String key = "stillframe.providers.%s.environments.%s.settings.".formatted(name, environment);
    Path volumes = folder(config.settings(), key, "volumes");
    Path snapshots = folder(config.settings(), key, "snapshots");
    return new LocalDriver(
        new VolumeFolder(volumes, devices(config.settings().get("devices"))),
        CopyFolder.within(volumes),
        new CopyFolder(snapshots),
        Infrastructure.getDefaultWorkerPool(),
        clock);
  }

  private static Path folder(Map<String, String> settings, String key, String name) {
    String value = settings.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(key + name + " is missing");
    }
    return Path.of(value).toAbsolutePath();
  }

  private static List<Path> devices(@Nullable String names) {
    return names == null
        ? List.of()
        : Arrays.stream(names.split(",")).map(String::strip).map(Path::of).toList();
  }
}
