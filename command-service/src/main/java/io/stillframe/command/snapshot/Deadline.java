package io.stillframe.command.snapshot;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;

/** When an operation is given up: as its caller says, or after the usual time. */
final class Deadline {
  private Deadline() {}

  /**
   * Of a create, which a delete cancels: as late as its caller wants.
   *
   * @throws ProblemException 422 if it has passed
   */
  static Instant ofCreate(@Nullable Instant asked, Instant now, CommandConfig config) {
    return asked == null ? now.plus(config.create()) : inFuture(asked, now);
  }

  /**
   * Of what a delete has to wait for.
   *
   * @throws ProblemException 422 if it has passed, or is later than a delete may wait
   */
  static Instant of(@Nullable Instant asked, Instant now, Duration usual, CommandConfig config) {
    if (asked == null) {
      return now.plus(usual);
    }
    if (asked.isAfter(now.plus(config.longest()))) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at(
              "deadline",
              "deadline must be within %d seconds".formatted(config.longest().toSeconds())));
    }
    return inFuture(asked, now);
  }

  private static Instant inFuture(Instant asked, Instant now) {
    if (!asked.isAfter(now)) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at("deadline", "deadline must be in the future"));
    }
    return asked;
  }
}
