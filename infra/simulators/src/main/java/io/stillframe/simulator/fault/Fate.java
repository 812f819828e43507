package io.stillframe.simulator.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a fault does to the objects of a call, as opposed to the call itself.
 *
 * @param hiddenFor how long what is made cannot be seen
 * @param goneAfter when the snapshot vanishes; it stays when absent
 * @param stuck whether what is started never ends
 */
public record Fate(Duration hiddenFor, @Nullable Duration goneAfter, boolean stuck) {
  /** Nothing goes wrong. */
  public static final Fate KIND = new Fate(Duration.ZERO, null, false);

  /** The fate of a call that this fault strikes. */
  public static Fate of(Fault fault) {
    return switch (fault.kind()) {
      case LATE_VISIBILITY -> new Fate(fault.time(), null, false);
      case VANISH -> new Fate(Duration.ZERO, fault.time(), false);
      case STUCK_TASK -> new Fate(Duration.ZERO, null, true);
      case DELAY, THROTTLE, ERROR, RESET, LOST_ANSWER, MALFORMED, HALF_OPEN -> KIND;
    };
  }

  /** When what is made now can be seen. */
  public Presence from(Instant now) {
    return new Presence(now.plus(hiddenFor), vanishingAt(now).orElse(Instant.MAX));
  }

  /** When the snapshot that this call names vanishes, if it does. */
  public Optional<Instant> vanishingAt(Instant now) {
    return Optional.ofNullable(goneAfter).map(now::plus);
  }
}
