package io.stillframe.simulator.cloudmc;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a task is shown. CloudMC's documentation shows two ways, and its clients read the second
 * only.
 */
public enum TaskShape {
  /** {@code {"taskId", "taskStatus", "result"}}, as the text of the documentation says. */
  @JsonProperty("flat")
  FLAT,
  /** {@code {"data": {"id", "status", "created", "result"}}}, as every public client reads it. */
  @JsonProperty("data")
  DATA,
  /** Both in one body. */
  @JsonProperty("both")
  BOTH
}
