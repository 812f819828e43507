package io.stillframe.worker.task;

import java.time.Duration;

/**
 * How soon to look again: quickly at first, because small copies are soon made, then twice a
 * second.
 */
final class Polling {
  private static final long FIRST_MILLIS = 50;
  private static final long LAST_MILLIS = 500;

  private Polling() {}

  /**
   * @param looks how often was looked already
   */
  static Duration after(int looks) {
    return Duration.ofMillis(Math.min(LAST_MILLIS, FIRST_MILLIS << Math.clamp(looks, 0, 5)));
  }
}
