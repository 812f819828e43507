package io.stillframe.contract;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far an operation is: running, then one of the three others for ever. */
public enum OperationStatus {
  RUNNING("running"),
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String wireName;

  OperationStatus(String wireName) {
    this.wireName = wireName;
  }

  @JsonValue
  public String wireName() {
    return wireName;
  }

  public boolean isEnded() {
    return this != RUNNING;
  }
}
