package io.stillframe.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a copy that has begun. */
public enum Outcome {
  /** It ends well. */
  @JsonProperty("succeed")
  SUCCEED,
  /** It ends in an error. */
  @JsonProperty("fail")
  FAIL,
  /** It never ends. */
  @JsonProperty("stick")
  STICK
}
