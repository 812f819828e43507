package io.stillframe.command.architecture.violation.knowing;

import io.stillframe.command.architecture.violation.cloudmc.Dialect;

/** Knows a dialect. */
final class Knowing {
  private Knowing() {}

  static String word() {
    return Dialect.word();
  }
}
