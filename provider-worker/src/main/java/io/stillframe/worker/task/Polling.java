package io.stillframe.worker.task;

import java.time.Duration;

import io.stillframe.worker.provider.Connection;

/** How soon to look again: quickly at first, because small copies are soon made. */
final class Polling {
  private static final long FIRST_MILLIS = 50;

  private Polling() {}

  /**
   * @param looks how often was looked already
   */
  static Duration after(int looks, Connection connection) {
    long longest = connection.kind().longestPause().toMillis();
    return Duration.ofMillis(Math.min(longest, FIRST_MILLIS << Math.clamp(looks, 0, 20)));
  }
}
