package io.stillframe.worker.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

import io.stillframe.worker.provider.Limit;
import io.stillframe.worker.provider.Tally;

/**
 * What a connection, or one of its environments, may be asked, and what was learned of it. Pure: it
 * is stored for all replicas.
 *
 * @param tokens steps that may go out now
 * @param rate steps a second, as far as it has learned to be slower than allowed
 * @param at as of when it holds so many tokens
 * @param pausedUntil nothing goes out before
 * @param throttled whether the provider asked for the pause; else it could not be reached
 * @param unanswered calls in a row without an answer
 * @param pauses how often in a row it was paused because nobody answered
 * @param probingUntil until when at most a step is under way that finds out whether it answers
 */
@RecordBuilder
public record Budget(
    double tokens,
    double rate,
    Instant at,
    @Nullable Instant pausedUntil,
    boolean throttled,
    int unanswered,
    int pauses,
    @Nullable Instant probingUntil) {
  /** So many calls in a row without an answer are no accident. */
  private static final int GIVES_UP = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** A provider that is back is noticed after this time. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Nobody waits for longer because a cloud says so. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  private static final double SLOWER = 0.5;
  private static final double SLOWEST = 0.05;

  /** So many answers make it as fast as before, however slow it has become. */
  private static final int RECOVERS = 200;

  static Budget full(Limit limit, Instant now) {
    return new Budget(limit.burst(), limit.rate(), now, null, false, 0, 0, null);
  }

  /** As it is at {@code now}. What is configured may have changed since. */
  Budget at(Limit limit, Instant now) {
    double known = Math.clamp(rate, limit.rate() * SLOWEST, limit.rate());
    Instant since = pausedUntil != null && pausedUntil.isAfter(at) ? pausedUntil : at;
    double seconds = Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
    return BudgetBuilder.builder(this)
        .tokens(Math.min(limit.burst(), tokens + seconds * known))
        .rate(known)
        .at(now)
        .pausedUntil(isPaused(now) ? pausedUntil : null)
        .build();
  }

  /** After calls that ended just now. */
  Budget after(Tally tally, Limit limit) {
    Budget answered = tally.answers() ? reached(tally, limit) : this;
    Budget asked = tally.throttled() > 0 ? answered.slower(tally.retryAfter(), limit) : answered;
    return tally.unanswered() > 0 ? asked.unreached(tally.unanswered()) : asked;
  }

  /** How many steps may go out now; one, to find out, when nobody answered before. */
  int room() {
    if (isPaused(at)) {
      return 0;
    }
    if (isSilent()) {
      return probingUntil != null && at.isBefore(probingUntil) ? 0 : 1;
    }
    return (int) Math.max(0, Math.floor(tokens));
  }

  /**
   * After steps that go out now.
   *
   * @param longest how long a step takes at most
   */
  Budget less(int steps, Duration longest) {
    return BudgetBuilder.builder(this)
        .tokens(tokens - steps)
        .probingUntil(isSilent() && steps > 0 ? at.plus(longest) : probingUntil)
        .build();
  }

  /** Whether the provider is taken for one that cannot be reached. */
  @JsonIgnore
  public boolean isSilent() {
    return unanswered >= GIVES_UP;
  }

  public boolean isPaused(Instant now) {
    return pausedUntil != null && now.isBefore(pausedUntil);
  }

  private Budget reached(Tally tally, Limit limit) {
    double faster = rate + tally.answered() * limit.rate() / RECOVERS;
    return BudgetBuilder.builder(this)
        .rate(Math.min(limit.rate(), faster))
        .pausedUntil(throttled ? pausedUntil : null)
        .unanswered(0)
        .pauses(0)
        .probingUntil(null)
        .build();
  }

  /** Answers to calls that were under way together are one warning. */
  private Budget slower(@Nullable Duration retryAfter, Limit limit) {
    Duration asked = Objects.requireNonNullElse(retryAfter, FIRST_PAUSE);
    Instant until = at.plus(asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER);
    Instant before = pausedUntil;
    boolean warned = before != null && throttled && at.isBefore(before);
    return BudgetBuilder.builder(this)
        .rate(warned ? rate : Math.max(limit.rate() * SLOWEST, rate * SLOWER))
        .tokens(Math.min(tokens, 1))
        .pausedUntil(warned && before != null && before.isAfter(until) ? before : until)
        .throttled(true)
        .build();
  }

  private Budget unreached(int calls) {
    Budget silent = BudgetBuilder.builder(this).unanswered(unanswered + calls).build();
    if (!silent.isSilent() || isPaused(at)) {
      return silent;
    }
    long millis = FIRST_PAUSE.toMillis() << Math.min(pauses, 20);
    return BudgetBuilder.builder(silent)
        .pausedUntil(at.plusMillis(Math.min(millis, LONGEST_PAUSE.toMillis())))
        .throttled(false)
        .pauses(pauses + 1)
        .probingUntil(null)
        .build();
  }
}
