package io.stillframe.simulator.architecture.violation.one;

import java.time.Instant;

import io.stillframe.simulator.architecture.violation.other.Other;

/** Depends on what depends on it, and reads a clock of its own. */
public record One(Other other, Instant at) {
  public static One now(Other other) {
    return new One(other, Instant.now());
  }
}
