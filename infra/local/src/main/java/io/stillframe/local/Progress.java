package io.stillframe.local;

import java.time.Duration;

/** The lines that tell a user how far the start is. */
final class Progress {
  private Progress() {}

  /**
   * Something answers now.
   *
   * @param started when it was started, as {@link System#nanoTime()}
   */
  static String ready(String title, int port, long started) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return "%s ready on 127.0.0.1:%d (%.1f s)".formatted(title, port, took.toMillis() / 1000.0);
  }
}
