package io.stillframe.contract;

import java.time.Instant;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One environment of one configured provider: what it can do and how it is.
 *
 * @param provider the connection's name
 * @param kind {@code local}, {@code cloudmc} or {@code scaleway}
 * @param organization who owns volumes there whose owner the cloud does not tell
 * @param problem why it is not healthy
 * @param version counts its changes from 1
 * @param checkedAt when the latest change was seen
 */
@RecordBuilder
public record ProviderEnvironment(
    String provider,
    String environment,
    String kind,
    String organization,
    Capabilities capabilities,
    boolean healthy,
    @Nullable Problem problem,
    long version,
    Instant checkedAt) {

  /**
   * @param rename whether a rename reaches the provider; if not, it changes our record only
   * @param restore whether a snapshot can become a new volume
   * @param rapid whether a copy can stay on the volume's own storage
   * @param progress where progress figures come from
   * @param createsPerVolume how many copies of one volume may be made at once
   */
  public record Capabilities(
      boolean rename,
      boolean restore,
      boolean rapid,
      Progress.Source progress,
      int createsPerVolume) {}

  /** Whether the two differ in nothing but when they were seen. */
  public boolean isSameAs(ProviderEnvironment other) {
    return ProviderEnvironmentBuilder.builder(other)
        .version(version)
        .checkedAt(checkedAt)
        .build()
        .equals(this);
  }

  /** The key in its topic. */
  public static String key(String provider, String environment) {
    return provider + "/" + environment;
  }
}
