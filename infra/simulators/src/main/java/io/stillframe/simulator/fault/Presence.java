package io.stillframe.simulator.fault;

import java.time.Instant;

/**
 * When a cloud shows an object.
 *
 * @param from the first moment
 * @param until the moment from which on it is gone
 */
public record Presence(Instant from, Instant until) {
  /** Whether the object exists at this moment, shown or not. */
  public boolean existsAt(Instant now) {
    return now.isBefore(until);
  }

  /** Whether the object can be seen at this moment. */
  public boolean showsAt(Instant now) {
    return existsAt(now) && !now.isBefore(from);
  }

  /** The same with an end, unless it ends before. */
  public Presence endingAt(Instant end) {
    return end.isBefore(until) ? new Presence(from, end) : this;
  }
}
