package io.stillframe.worker.architecture.violation.blocking;

/** The other half of a cycle. */
public class Blocked {}
