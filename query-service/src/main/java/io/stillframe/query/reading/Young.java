package io.stillframe.query.reading;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;

/** Tells by an id how long to wait for what it names: a UUIDv7 carries the time it was made. */
@ApplicationScoped
class Young {
  private static final int TIME_ORDERED = 7;

  /**
   * Whoever was accepted while nobody projected has an id that is as old as that time is long; what
   * was lacking at a start is applied within this time.
   */
  private static final Duration START = Duration.ofMinutes(2);

  private final ReadingConfig config;
  private final Clock clock;
  private final Instant startEnds;

  Young(ReadingConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.startEnds = clock.instant().plus(START);
  }

  /** Made at the start, not by the first call. */
  void start(@Observes StartupEvent event) {}

  /** Whether an id that is not known may name what is on its way. */
  boolean mayArrive(UUID id) {
    return id.version() == TIME_ORDERED
        && (clock.instant().isBefore(startEnds) || !wait(id).isZero());
  }

  /**
   * How long an id that is not known is waited for: zero unless it is young. Clocks differ, so an
   * id from the near future is young as well.
   */
  Duration wait(UUID id) {
    if (id.version() != TIME_ORDERED) {
      return Duration.ZERO;
    }
    Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    Duration age = Duration.between(made, clock.instant()).abs();
    return age.compareTo(config.youngAge()) <= 0 ? config.arrivalWait() : Duration.ZERO;
  }
}
