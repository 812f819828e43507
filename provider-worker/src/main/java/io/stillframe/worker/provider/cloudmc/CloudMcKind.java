package io.stillframe.worker.provider.cloudmc;

import java.time.Duration;

import jakarta.inject.Singleton;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;

import io.stillframe.worker.provider.ProviderKind;
import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.SnapshotProvider;

/**
 * Opens environments of CloudMC. {@code url} is the API with its version, for example {@code
 * https://portal.coxedge.com/api/v2}; {@code key} goes into the header {@code MC-Api-Key}. Setting
 * of the connection: {@code service}, the service code, which is the connection's name by default.
 */
@Singleton
class CloudMcKind implements ProviderKind {
  private final RestClients clients;

  CloudMcKind(RestClients clients) {
    this.clients = clients;
  }

  @Override
  public String name() {
    return "cloudmc";
  }

  @Override
  public Duration visibilityDelay() {
    return Duration.ofSeconds(10);
  }

  /** What this API's own clients do. */
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
    QuarkusRestClientBuilder builder = clients.builder(name, provider);
    String service = provider.settings().getOrDefault("service", name);
    return new CloudMcDriver(
        new CloudMcClient(
            builder.build(CloudMcApi.class), clients.key(name, provider), service, environment));
  }
}
