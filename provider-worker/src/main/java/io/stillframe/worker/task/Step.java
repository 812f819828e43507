package io.stillframe.worker.task;

import com.fasterxml.jackson.annotation.JsonValue;

import io.stillframe.contract.OperationKind;

/** What a task does next. */
public enum Step {
  /** Make the call that changes something. */
  START("start"),
  /** Look how far it is. */
  OBSERVE("observe"),
  /** Clean up what an operation that will not succeed has left, then end it. */
  SETTLE("settle"),
  /** Clean up what is left of an operation that has ended. */
  SWEEP("sweep");

  private final String columnValue;

  Step(String columnValue) {
    this.columnValue = columnValue;
  }

  @JsonValue
  public String columnValue() {
    return columnValue;
  }

  /** Whether its call may make something, so that without an answer nobody knows what there is. */
  boolean makes(OperationKind kind) {
    return this == START && (kind == OperationKind.CREATE || kind == OperationKind.RESTORE);
  }
}
