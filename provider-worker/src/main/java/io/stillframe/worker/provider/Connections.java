package io.stillframe.worker.provider;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;

/** Every configured environment with its driver. */
@Singleton
public class Connections {
  private final List<Connection> all;

  @Inject
  Connections(ProvidersConfig config, @Any Instance<ProviderKind> kinds, Calls calls) {
    this(
        config.providers().entrySet().stream()
            .flatMap(each -> open(each.getKey(), each.getValue(), kinds, calls))
            .toList());
  }

  Connections(List<Connection> all) {
    this.all = all;
  }

  public List<Connection> all() {
    return all;
  }

  public Optional<Connection> find(String provider, String environment) {
    return all.stream()
        .filter(each -> each.provider().equals(provider) && each.environment().equals(environment))
        .findFirst();
  }

  private static Stream<Connection> open(
      String name, ProviderConfig provider, Instance<ProviderKind> kinds, Calls calls) {
    ProviderKind kind =
        kinds.stream()
            .filter(each -> each.name().equals(provider.kind()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "stillframe.providers.%s.kind: no driver is called %s"
                            .formatted(name, provider.kind())));
    return provider.environments().entrySet().stream()
        .map(each -> open(name, provider, kind, each.getKey(), each.getValue(), calls));
  }

  private static Connection open(
      String name,
      ProviderConfig provider,
      ProviderKind kind,
      String environment,
      EnvironmentConfig settings,
      Calls calls) {
    SnapshotProvider driver = kind.open(name, provider, environment, settings);
    return new Connection(
        name,
        environment,
        settings.organization(),
        provider,
        kind,
        new WatchedDriver(name, driver, calls));
  }
}
