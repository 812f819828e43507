package io.stillframe.contract;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Why a snapshot is not moving on now.
 *
 * @param attempt how many attempts were made, from 1
 * @param nextAttemptAt when it is tried again; while a call has no answer, when that is given up at
 *     the latest
 * @param problem what the last attempt met
 */
public record Condition(
    Reason reason, int attempt, @Nullable Instant nextAttemptAt, @Nullable Problem problem) {

  /** What it waits for. */
  public enum Reason {
    /** Its turn: a free place or a step at the provider, or a provider that can be reached. */
    QUEUED("queued"),
    /** The provider asked us to slow down. */
    THROTTLED("throttled"),
    /** The next attempt after a failure that may pass, or an answer that is late. */
    RETRYING("retrying"),
    /** Certainty whether a call took effect that may make something. */
    UNCERTAIN("uncertain");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
      return wireName;
    }
  }
}
