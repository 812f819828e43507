package io.stillframe.e2e.campaign;

/** A law that does not hold, and where. */
record Violation(Law law, String where) {}
