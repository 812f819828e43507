package io.stillframe.rows;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Database work that a caller waits for, but not for ever. A database that is away is told within
 * two seconds; one that is only slow, and answers others meanwhile, is waited for longer.
 */
public final class Patience {
  private static final long LIMIT = Duration.ofMillis(1500).toNanos();

  /** If for so long nobody got any answer, the database is away. */
  private static final long SILENCE = Duration.ofSeconds(1).toNanos();

  /** If for so long nobody's work ended, it is of no use, though it answers: it may not commit. */
  private static final long STANDSTILL = Duration.ofSeconds(5).toNanos();

  /** For the first connections of a process, and for the slowest work. */
  private static final long LONGEST = Duration.ofSeconds(10).toNanos();

  private static final long LOOK_MILLIS = 100;

  /** Work that is given up goes on; what would only queue behind it is refused. */
  private static final int MOST = 2000;

  private static final AtomicInteger UNDER_WAY = new AtomicInteger();
  private static volatile boolean answered;
  private static volatile long answeredAt;
  private static volatile boolean ended;
  private static volatile long endedAt;

  private Patience() {}

  /**
   * What is read with a session of its own.
   *
   * @return fails with a {@link TimeoutException} when the database takes too long
   */
  public static <T extends @Nullable Object> Uni<T> session(Supplier<Uni<T>> look) {
    return with(Panache.withSession(look));
  }

  /**
   * The work's outcome, if it comes in time. Work that does not is not cancelled, since a session
   * can't be left in the middle of a statement: nobody waits for it any more, and it may still
   * succeed.
   *
   * @return fails with a {@link TimeoutException} when the database takes too long
   */
  public static <T extends @Nullable Object> Uni<T> with(Uni<T> work) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              if (UNDER_WAY.incrementAndGet() > MOST) {
                UNDER_WAY.decrementAndGet();
                emitter.fail(new TimeoutException("too much waits for the database"));
                return;
              }
              Context context = Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
              long begun = System.nanoTime();
              long looks =
                  context
                      .owner()
                      .setPeriodic(
                          LOOK_MILLIS, tick -> failLate(emitter, System.nanoTime() - begun));
              work.onTermination()
                  .invoke(
                      () -> {
                        context.owner().cancelTimer(looks);
                        UNDER_WAY.decrementAndGet();
                      })
                  .onItem()
                  .invoke(Patience::noteEnd)
                  .subscribe()
                  .with(emitter::complete, emitter::fail);
            });
  }

  /**
   * Whoever had any answer of the database says so: it is not away, however long another waits. In
   * a process that has just started, or has too little of a processor, whole transactions take
   * longer than the database may.
   */
  public static void noteAnswer() {
    answeredAt = System.nanoTime();
    answered = true;
  }

  private static void noteEnd() {
    noteAnswer();
    endedAt = System.nanoTime();
    ended = true;
  }

  private static <T extends @Nullable Object> void failLate(
      UniEmitter<? super T> emitter, long waited) {
    long now = System.nanoTime();
    boolean silent = waited > LIMIT && answered && now - answeredAt > SILENCE;
    boolean standing = waited > STANDSTILL && ended && now - endedAt > STANDSTILL;
    if (waited > LONGEST || silent || standing) {
      emitter.fail(new TimeoutException("the database did not answer in time"));
    }
  }
}
