package io.stillframe.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.stillframe.contract.ProblemType;

/** How often an organization may call this replica. Only organizations with keys are counted. */
@Singleton
class RequestRate {
  private static final double NANOS = 1e9;
  private static final int BURST_SECONDS = 2;

  private final QuotaConfig config;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  RequestRate(QuotaConfig config) {
    this.config = config;
  }

  /**
   * Counts one call.
   *
   * @throws ProblemException 429 with the seconds after which the next is taken
   */
  void require(String organization) {
    require(organization, System.nanoTime());
  }

  void require(String organization, long now) {
    double rate = rate(organization);
    Bucket left =
        buckets.merge(
            organization,
            new Bucket(rate * BURST_SECONDS, now, true).take(rate, now),
            (last, first) -> last.take(rate, now));
    if (!left.granted()) {
      long seconds = (long) Math.ceil((1 - left.tokens()) / rate);
      throw new ProblemException(
              ProblemType.TOO_MANY_REQUESTS.because(
                  "%s may call %d times a second".formatted(organization, (long) rate)))
          .with("Retry-After", Long.toString(Math.max(1, seconds)));
    }
  }

  private double rate(String organization) {
    return Optional.ofNullable(config.organizations().get(organization))
        .map(QuotaConfig.Organization::requestsPerSecond)
        .filter(own -> own.isPresent())
        .map(own -> own.getAsInt())
        .orElse(config.requestsPerSecond());
  }

  /**
   * @param tokens calls that may be made at once
   * @param at when that was so
   * @param granted whether the last call was
   */
  private record Bucket(double tokens, long at, boolean granted) {
    Bucket take(double rate, long now) {
      double refilled = Math.min(tokens + (now - at) / NANOS * rate, rate * BURST_SECONDS);
      return refilled >= 1 ? new Bucket(refilled - 1, now, true) : new Bucket(refilled, now, false);
    }
  }
}
