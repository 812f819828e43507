package io.stillframe.command.architecture.violation.blocking;

/** The other half of a cycle. */
public class Blocked {}
