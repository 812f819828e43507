package io.stillframe.query.reading;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.rows.SameContext;

/** Looks again until it is enough or time is up. A waiting request holds no thread. */
@ApplicationScoped
public class Waiting {
  /**
   * How long until one looks without having been told: for rows that another replica applies. It
   * doubles, so that long waits cost the database little.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final AppliedSignal signal;
  private final ReadingConfig config;
  private final AtomicInteger waiters = new AtomicInteger();

  Waiting(AppliedSignal signal, ReadingConfig config) {
    this.signal = signal;
    this.config = config;
  }

  /**
   * Looks until {@code enough}, at most for {@code atMost}; answers with what was seen last. When
   * too many wait already it looks once.
   *
   * @param id of the snapshot or operation that is waited for; none for anything
   */
  public <T extends @Nullable Object> Uni<T> until(
      @Nullable UUID id, Duration atMost, Supplier<Uni<T>> look, Predicate<T> enough) {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (waiters.incrementAndGet() > config.maxWaiters() || !atMost.isPositive()) {
                return look.get().onTermination().invoke(waiters::decrementAndGet);
              }
              Wake wake = signal.open(id);
              long end = System.nanoTime() + atMost.toNanos();
              return look(new Attempt<>(wake, look, enough, end), FIRST_PAUSE)
                  .onTermination()
                  .invoke(
                      () -> {
                        signal.close(wake);
                        waiters.decrementAndGet();
                      });
            });
  }

  private static <T extends @Nullable Object> Uni<T> look(Attempt<T> attempt, Duration pause) {
    CompletableFuture<Void> rung = attempt.wake().next();
    return attempt
        .look()
        .get()
        .chain(
            seen -> {
              long left = attempt.end() - System.nanoTime();
              if (left <= 0 || attempt.enough().test(seen)) {
                return Uni.createFrom().item(seen);
              }
              // A timer takes whole milliseconds, from one.
              Duration rest =
                  Duration.ofMillis(Math.max(1, Math.min(left / 1_000_000, pause.toMillis())));
              return attempt.pause(rung, rest).chain(() -> look(attempt, longer(pause)));
            });
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /**
   * @param end as {@link System#nanoTime} counts
   */
  private record Attempt<T extends @Nullable Object>(
      Wake wake, Supplier<Uni<T>> look, Predicate<T> enough, long end) {

    private Uni<Void> pause(CompletableFuture<Void> rung, Duration atMost) {
      return SameContext.of(
          Uni.createFrom()
              .completionStage(rung.copy())
              .ifNoItem()
              .after(atMost)
              .recoverWithItem((Void) null)
              .replaceWithVoid());
    }
  }
}
