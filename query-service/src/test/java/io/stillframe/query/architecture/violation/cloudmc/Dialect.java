package io.stillframe.query.architecture.violation.cloudmc;

/** Something that only a dialect should know. */
public final class Dialect {
  private Dialect() {}

  public static String word() {
    return "BackedUp";
  }
}
