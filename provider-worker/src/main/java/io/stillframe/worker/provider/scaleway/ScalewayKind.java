package io.stillframe.worker.provider.scaleway;

import java.net.URI;
import java.time.Duration;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriBuilder;

import io.stillframe.worker.provider.ProviderKind;
import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.SnapshotProvider;

/**
 * Opens zones of Scaleway; the environment's name is the zone. {@code key} goes into the header
 * {@code X-Auth-Token}. Setting of the connection: {@code api}, which is {@code legacy} by default,
 * with {@code url} the root of a region, for example {@code https://cp-par1.scaleway.com}; or
 * {@code instance-v1}, with {@code url} the root of all APIs, {@code https://api.scaleway.com}.
 */
@Singleton
class ScalewayKind implements ProviderKind {
  private final RestClients clients;

  ScalewayKind(RestClients clients) {
    this.clients = clients;
  }

  @Override
  public String name() {
    return "scaleway";
  }

  /** Nothing is told of how soon a list shows what was made; a few seconds cost little. */
  @Override
  public Duration visibilityDelay() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration longestPause() {
    return Duration.ofSeconds(5);
  }

  /** The documents name no limit; a person who waits takes this for fast. */
  @Override
  public double rate() {
    return 10;
  }

  @Override
  public SnapshotProvider open(
      String name, ProviderConfig provider, String environment, EnvironmentConfig config) {
    String api = provider.settings().getOrDefault("api", "legacy");
    return switch (api) {
      case "legacy" -> new ScalewayDriver(new Legacy(client(name, provider, "")));
      case "instance-v1" ->
          new ScalewayDriver(
              new InstanceV1(client(name, provider, "instance/v1/zones/" + environment)));
      default ->
          throw new IllegalArgumentException(
              "stillframe.providers.%s.settings.api is legacy or instance-v1, not %s"
                  .formatted(name, api));
    };
  }

  private ScalewayClient client(String name, ProviderConfig provider, String path) {
    var builder = clients.builder(name, provider);
    URI root = UriBuilder.fromUri(provider.url().orElseThrow()).path(path).build();
    return new ScalewayClient(
        builder.baseUri(root).build(ScalewayApi.class), clients.key(name, provider));
  }
}
