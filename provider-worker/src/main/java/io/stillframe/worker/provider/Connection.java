package io.stillframe.worker.provider;

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
    SnapshotProvider driver) {

  /** The volume's owner: the provider's word, else the environment's. */
  public String ownerOf(ProviderVolume volume) {
    String told = volume.organization();
    return told == null ? organization : told;
  }
}
