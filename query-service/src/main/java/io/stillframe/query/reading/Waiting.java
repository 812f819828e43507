package io.stillframe.query.reading;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.Waiters;
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
  private final Waiters waiters;

  Waiting(AppliedSignal signal, ReadingConfig config) {
    this.signal = signal;
    this.waiters = new Waiters(config.maxWaiters(), config.maxWaitersOfOrganization());
  }

  /**
   * Looks until {@code enough}, at most for {@code atMost}; answers with what was seen last. When
   * too many wait already, in all or for the organization, it looks once.
   *
   * @param organization on whose behalf; none for a wait that is short or the service's own
   * @param id of the snapshot or operation that is waited for; none for anything
   */
  public <T extends @Nullable Object> Uni<T> until(
      @Nullable String organization,
      @Nullable UUID id,
      Duration atMost,
      Supplier<Uni<T>> look,
      Predicate<T> enough) {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (!atMost.isPositive() || !waiters.enter(organization)) {
                return look.get();
              }
              Wake wake = signal.open(id);
              long end = System.nanoTime() + atMost.toNanos();
              return look(new Attempt<>(wake, look, enough, end), FIRST_PAUSE)
                  .onTermination()
                  .invoke(
                      () -> {
                        signal.close(wake);
                        waiters.leave(organization);
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
