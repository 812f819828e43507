package io.stillframe.e2e.campaign;

import java.io.UncheckedIOException;
import java.time.Duration;
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

  Insistence(Diary diary) {
    this.diary = diary;
  }

  Answer insist(String what, Supplier<Answer> call) {
    long end = System.nanoTime() + LIMIT.toNanos();
    long pause = 20;
    while (true) {
      Answer answer = attempt(what, call);
      if (answer != null && !comesAgain(answer)) {
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
