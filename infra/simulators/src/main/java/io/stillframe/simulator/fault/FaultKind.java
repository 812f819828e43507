package io.stillframe.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The ways in which a call can go wrong. */
public enum FaultKind {
  /** The work is begun late. */
  @JsonProperty("delay")
  DELAY,
  /** 429, and nothing is done. */
  @JsonProperty("throttle")
  THROTTLE,
  /** 500, or another status, and nothing is done. */
  @JsonProperty("error")
  ERROR,
  /** The connection is reset before anything is done. */
  @JsonProperty("reset")
  RESET,
  /** The work is done, then the connection is reset. */
  @JsonProperty("lost-answer")
  LOST_ANSWER,
  /** What the call makes cannot be seen for a while, neither by id nor in a list. */
  @JsonProperty("late-visibility")
  LATE_VISIBILITY,
  /** The snapshot that the call makes or names is gone after a while, without a word. */
  @JsonProperty("vanish")
  VANISH,
  /** What the call starts never ends. */
  @JsonProperty("stuck-task")
  STUCK_TASK,
  /** The work is done, and half of the JSON that tells of it is sent. */
  @JsonProperty("malformed")
  MALFORMED,
  /** Nothing is done and no answer is sent; the connection stays open. */
  @JsonProperty("half-open")
  HALF_OPEN
}
