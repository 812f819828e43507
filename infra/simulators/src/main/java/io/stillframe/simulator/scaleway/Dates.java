package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Dates as both APIs write them: six digits of a second, and never {@code Z}. */
final class Dates {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private Dates() {}

  static String text(Instant instant) {
    return FORMAT.format(instant);
  }
}
