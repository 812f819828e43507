package io.stillframe.worker.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;

/** Every configured environment with its driver. */
@Singleton
public class Connections {
  private final List<Connection> all = new ArrayList<>();

  Connections(ProvidersConfig config, @Any Instance<ProviderKind> kinds) {
    config
        .providers()
        .forEach(
            (name, provider) -> {
              ProviderKind kind =
                  kinds.stream()
                      .filter(each -> each.name().equals(provider.kind()))
                      .findFirst()
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "stillframe.providers.%s.kind: no driver is called %s"
                                      .formatted(name, provider.kind())));
              open(name, provider, kind);
            });
  }

  public List<Connection> all() {
    return List.copyOf(all);
  }

  public Optional<Connection> find(String provider, String environment) {
    return all.stream()
        .filter(each -> each.provider().equals(provider) && each.environment().equals(environment))
        .findFirst();
  }

  private void open(String name, ProviderConfig provider, ProviderKind kind) {
    provider
        .environments()
        .forEach(
            (environment, settings) ->
                all.add(
                    new Connection(
                        name,
                        environment,
                        settings.organization(),
                        provider,
                        kind,
                        kind.open(name, provider, environment, settings))));
  }
}
