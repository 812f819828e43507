package io.stillframe.worker.task;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;

/** What becomes of a task after a step. */
public sealed interface Next {
  /** Its operation has ended. */
  record Done() implements Next {}

  /**
   * It goes on.
   *
   * @param in how long from now
   * @param failures how many errors it has met in a row
   * @param problem why the operation will have failed, when {@code step} is {@link Step#SETTLE}
   * @param ticket a new one; the old one is kept until the task starts over
   * @param acted whether this attempt may have done something at the provider
   */
  record Again(
      Step step,
      Duration in,
      int failures,
      @Nullable Problem problem,
      @Nullable String ticket,
      boolean acted)
      implements Next {
    public Again(Step step, Duration in, int failures, @Nullable Problem problem) {
      this(step, in, failures, problem, null, true);
    }

    Again withoutAct() {
      return new Again(step, in, failures, problem, ticket, false);
    }
  }

  static Next done() {
    return new Done();
  }

  static Next observe(Duration in) {
    return observe(in, null);
  }

  static Next observe(Duration in, @Nullable String ticket) {
    return new Again(Step.OBSERVE, in, 0, null, ticket, true);
  }

  /**
   * Cleans up; the operation then ends as failed with {@code problem}, or as cancelled without one.
   */
  static Next settle(@Nullable Problem problem) {
    return new Again(Step.SETTLE, Duration.ZERO, 0, problem);
  }

  /** Goes on cleaning up when the operation has ended. */
  static Again sweep(Duration in, int failures, @Nullable Problem problem) {
    return new Again(Step.SWEEP, in, failures, problem);
  }

  /** Cleans up what the ticket stands for. */
  static Next settle(@Nullable Problem problem, @Nullable String ticket) {
    return new Again(Step.SETTLE, Duration.ZERO, 0, problem, ticket, true);
  }
}
