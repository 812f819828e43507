package io.stillframe.contract;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an operation does to its snapshot. */
public enum OperationKind {
  CREATE("create"),
  UPDATE("update"),
  DELETE("delete"),
  RESTORE("restore");

  private final String wireName;

  OperationKind(String wireName) {
    this.wireName = wireName;
  }

  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Whether its caller may cancel it. */
  public boolean isCancellable() {
    return this == CREATE || this == RESTORE;
  }
}
