package io.stillframe.worker.provider;

import java.time.Duration;
import java.util.Optional;

import io.stillframe.worker.provider.ProvidersConfig.EnvironmentConfig;
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

  private static final int PAGES = 10;

  /** How long after a call its effect may still be invisible to a lookup. */
  public Duration visibilityDelay() {
    return config.visibilityDelay().orElseGet(kind::visibilityDelay);
  }

  /** How many steps a second may go out, all environments of the connection together. */
  public Limit limit() {
    return Limit.of(config.rate().orElseGet(kind::rate), config.burst());
  }

  /** How long reading a whole list may take: as long as some of its pages. */
  public Duration longestList() {
    return config.callTimeout().multipliedBy(PAGES);
  }

  /** How many copies and new volumes may be in the making at once in this environment. */
  public int concurrency() {
    EnvironmentConfig own = config.environments().get(environment);
    return own == null ? config.concurrency() : own.concurrency().orElseGet(config::concurrency);
  }

  /** How many steps a second may go out to this environment; none when only the connection's is. */
  public Optional<Limit> environmentLimit() {
    EnvironmentConfig own = config.environments().get(environment);
    return own == null || own.rate().isEmpty()
        ? Optional.empty()
        : Optional.of(Limit.of(own.rate().getAsDouble(), own.burst()));
  }

  /** The volume's owner: the provider's word, else the environment's. */
  public String ownerOf(ProviderVolume volume) {
    String told = volume.organization();
    return told == null ? organization : told;
  }
}
