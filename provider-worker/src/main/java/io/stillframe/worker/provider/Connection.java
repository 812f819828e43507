package io.stillframe.worker.provider;

import java.time.Duration;

import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;

/**
 * One environment that we can talk to.
 *
 * @param organization who owns volumes whose owner the provider does not tell
 */
public record Connection(
    String provider,
    String environment,
    String organization,
    ProviderConfig config,
    ProviderKind kind,
    SnapshotProvider driver) {

  /** How long after a call its effect may still be invisible to a lookup. */
  public Duration visibilityDelay() {
    return config.visibilityDelay().orElseGet(kind::visibilityDelay);
  }

  /** The volume's owner: the provider's word, else the environment's. */
  public String ownerOf(ProviderVolume volume) {
    String told = volume.organization();
    return told == null ? organization : told;
  }
}
