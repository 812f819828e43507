package io.stillframe.simulator.fault;

import java.util.List;

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
  STICK;

  /** The first of the outcomes that a test has ordered; all is well when none is left. */
  public static Outcome first(List<Outcome> ordered) {
    return ordered.isEmpty() ? SUCCEED : ordered.getFirst();
  }

  /** The ordered outcomes that are left after the first. */
  public static List<Outcome> rest(List<Outcome> ordered) {
    return ordered.isEmpty() ? ordered : ordered.subList(1, ordered.size());
  }
}
