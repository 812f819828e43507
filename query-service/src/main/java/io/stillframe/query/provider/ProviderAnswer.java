package io.stillframe.query.provider;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProviderEnvironment;

/**
 * An environment of a provider as it is answered.
 *
 * @param organization its owner, to the owner only
 */
public record ProviderAnswer(
    String provider,
    String environment,
    String kind,
    @Nullable String organization,
    ProviderEnvironment.Capabilities capabilities,
    boolean healthy,
    @Nullable Problem problem,
    Instant checkedAt) {

  /** How everybody but its owner sees it. */
  public static ProviderAnswer of(ProviderEnvironment environment) {
    return new ProviderAnswer(
        environment.provider(),
        environment.environment(),
        environment.kind(),
        null,
        environment.capabilities(),
        environment.healthy(),
        environment.problem(),
        environment.checkedAt());
  }

  ProviderAnswer ownedBy(String owner) {
    return new ProviderAnswer(
        provider, environment, kind, owner, capabilities, healthy, problem, checkedAt);
  }

  /** The answer. */
  record Providers(List<ProviderAnswer> items) {}
}
