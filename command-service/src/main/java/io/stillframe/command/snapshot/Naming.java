package io.stillframe.command.snapshot;

/** Whether a name must be the only live one of its organization, provider and environment. */
public enum Naming {
  /** It is reserved, and refused while another live snapshot has it. */
  UNIQUE,
  /** It is nobody's, and blocks nobody: for APIs whose cloud lets names repeat. */
  FREE
}
