package io.stillframe.simulator.architecture.violation.other;

import io.stillframe.simulator.architecture.violation.one.One;

/** Depends on what depends on it. */
public record Other(One one) {}
