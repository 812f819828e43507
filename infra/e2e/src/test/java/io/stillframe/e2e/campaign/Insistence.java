package io.stillframe.e2e.campaign;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.stillframe.e2e.Answer;

/**
 * Asks until there is an answer that says yes or no, as a caller would who wants it done and has an
 * Idempotency-Key.
 */
final class Insistence {
  /** Longer than anything stays away in a campaign. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Diary diary;
  private final Duration limit;

  Insistence(Diary diary) {
    this(diary, LIMIT);
  }

  /** A less patient one. */
  Insistence(Diary diary, Duration limit) {
    this.diary = diary;
    this.limit = limit;
  }

  Answer insist(String what, Supplier<Answer> call) {
    long end = System.nanoTime() + limit.toNanos();
    long pause = 20;
    boolean lost = false;
    while (true) {
      Instant asked = Instant.now();
      Answer answer = attempt(what, call);
      lost |= answer == null;
      if (answer != null && !comesAgain(answer)) {
        if (lost && wasAccepted(answer, asked)) {
          diary.count("yes in a lost answer");
        }
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(what + " has no answer: " + answer);
      }
      pause(pause);
      pause = Math.min(1000, pause * 2);
    }
  }

  private Answer attempt(String what, Supplier<Answer> call) {
    long asked = System.nanoTime();
    try {
      Answer answer = call.get();
      diary.count("answers " + answer.status());
      if (answer.status() == 503) {
        diary.count("503 " + answer.text("detail"));
      }
      boolean told = answer.status() != 503 || !answer.header("Retry-After").isEmpty();
      if (answer.status() == 500 || answer.status() == 502 || answer.status() == 504 || !told) {
        diary.odd(
            "%s after %d ms: %s".formatted(what, (System.nanoTime() - asked) / 1_000_000, answer));
      }
      return answer;
    } catch (UncheckedIOException e) {
      diary.count("answers lost");
      return null;
    }
  }

  /** Whether it was accepted before this time; a delete may answer with an earlier one. */
  private static boolean wasAccepted(Answer answer, Instant time) {
    return answer.status() == 202
        && answer.body().hasNonNull("createdAt")
        && !answer.text("kind").equals("delete")
        && Instant.parse(answer.text("createdAt")).isBefore(time);
  }

  /** Whether another try may be answered otherwise. */
  private static boolean comesAgain(Answer answer) {
    return answer.status() >= 500
        || answer.status() == 429
        || answer.text("type").endsWith(":request-in-progress");
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
