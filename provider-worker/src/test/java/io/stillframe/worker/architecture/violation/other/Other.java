package io.stillframe.worker.architecture.violation.other;

import io.stillframe.worker.architecture.violation.blocking.Blocked;

/** One half of a cycle. */
public class Other {
  Blocked blocked = new Blocked();
}
