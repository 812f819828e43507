package io.stillframe.worker.provider;

import java.util.OptionalInt;

/**
 * How fast steps may go out.
 *
 * @param rate steps a second
 * @param burst steps that may go out at once after a quiet time
 */
public record Limit(double rate, int burst) {
  /** So much of a second's worth may go out at once. */
  private static final double BURST_SECONDS = 2;

  /**
   * @throws IllegalArgumentException if nothing could ever go out
   */
  public Limit {
    if (!(rate > 0) || burst < 1) {
      throw new IllegalArgumentException(
          "a provider's rate must be above 0 and its burst 1 at least: rate %s, burst %d"
              .formatted(rate, burst));
    }
  }

  static Limit of(double rate, OptionalInt burst) {
    return new Limit(rate, burst.orElseGet(() -> (int) Math.max(1, rate * BURST_SECONDS)));
  }
}
