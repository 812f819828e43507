package io.stillframe.api;

/** What a key may do; each role may do all that the roles before it may. */
public enum Role {
  /** Asks. */
  READER,
  /** Also commands. */
  OPERATOR,
  /** Also acts for other organizations, and holds the operator's desk. */
  ADMIN;

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
