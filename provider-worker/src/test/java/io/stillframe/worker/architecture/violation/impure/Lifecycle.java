package io.stillframe.worker.architecture.violation.impure;

import java.time.Instant;

/** Breaks a rule on purpose: a decision that reads the clock. */
class Lifecycle {
  Instant now() {
    return Instant.now();
  }
}
