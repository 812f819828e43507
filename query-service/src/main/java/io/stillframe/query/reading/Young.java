package io.stillframe.query.reading;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

/** Tells by an id how long to wait for what it names: a UUIDv7 carries the time it was made. */
@ApplicationScoped
class Young {
  private static final int TIME_ORDERED = 7;

  private final ReadingConfig config;
  private final Clock clock;

  Young(ReadingConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Whether we have made it, as far as it shows. */
  static boolean isOurs(UUID id) {
    return id.version() == TIME_ORDERED;
  }

  /**
   * How long an id that is not known is waited for: zero unless it is young. Clocks differ, so an
   * id from the near future is young as well.
   */
  Duration wait(UUID id) {
    if (!isOurs(id)) {
      return Duration.ZERO;
    }
    Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    Duration age = Duration.between(made, clock.instant()).abs();
    return age.compareTo(config.youngAge()) <= 0 ? config.arrivalWait() : Duration.ZERO;
  }
}
