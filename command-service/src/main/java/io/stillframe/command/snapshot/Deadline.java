package io.stillframe.command.snapshot;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;

/** When an operation is given up. */
final class Deadline {
  private Deadline() {}

  /**
   * As its caller says, or after the usual time.
   *
   * @throws ProblemException 422 if that has passed
   */
  static Instant of(@Nullable Instant asked, Instant now, Duration usual) {
    if (asked == null) {
      return now.plus(usual);
    }
    if (!asked.isAfter(now)) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at("deadline", "deadline must be in the future"));
    }
    return asked;
  }
}
