package io.stillframe.command.architecture.violation.other;

import io.stillframe.command.architecture.violation.blocking.Blocked;

/** One half of a cycle. */
public class Other {
  Blocked blocked = new Blocked();
}
