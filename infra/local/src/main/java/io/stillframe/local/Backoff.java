package io.stillframe.local;

import java.time.Duration;

/**
 * How long to wait before a process that ended is started again: doubling, until one ran long
 * enough.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration STABLE = Duration.ofSeconds(60);

  private Duration next = FIRST;

  /**
   * The wait after a process ended.
   *
   * @param ran how long it had run
   */
  Duration after(Duration ran) {
    Duration wait = ran.compareTo(STABLE) >= 0 ? FIRST : next;
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return wait;
  }
}
