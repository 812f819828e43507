package io.stillframe.worker.provider;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What came of some calls to one connection.
 *
 * @param answered calls that the provider answered, other than by asking us to slow down
 * @param throttled calls by which it asked us to slow down
 * @param retryAfter the longest pause that it asked for then
 * @param unanswered calls without an answer since the last one with an answer
 */
public record Tally(int answered, int throttled, @Nullable Duration retryAfter, int unanswered) {
  public static final Tally NONE = new Tally(0, 0, null, 0);

  /** One call more. */
  public Tally and(CallOutcome outcome, @Nullable Duration retryAfter) {
    return then(
        switch (outcome) {
          case SUCCEEDED, REJECTED, RETRYABLE, UNCERTAIN, BROKEN -> new Tally(1, 0, null, 0);
          case THROTTLED -> new Tally(0, 1, retryAfter, 0);
          case UNANSWERED -> new Tally(0, 0, null, 1);
        });
  }

  /** These calls and later ones. */
  Tally then(Tally later) {
    return new Tally(
        answered + later.answered,
        throttled + later.throttled,
        longer(retryAfter, later.retryAfter),
        later.answers() ? later.unanswered : unanswered + later.unanswered);
  }

  /** Whether the provider said anything at all. */
  public boolean answers() {
    return answered + throttled > 0;
  }

  private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) > 0 ? one : other;
  }
}
