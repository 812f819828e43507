package io.stillframe.query.architecture.violation.knowing;

import io.stillframe.query.architecture.violation.cloudmc.Dialect;

/** Knows a dialect. */
final class Knowing {
  private Knowing() {}

  static String word() {
    return Dialect.word();
  }
}
