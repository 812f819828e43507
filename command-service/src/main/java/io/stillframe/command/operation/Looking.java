package io.stillframe.command.operation;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.Waiters;

/** Looks again until it is enough. A waiting request holds no thread and no database session. */
public final class Looking {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  /** Of requests whose answers are held. */
  public static final Looking HELD = new Looking(1000, 250);

  private final Waiters waiters;

  /**
   * @param most who may look at once; one more is answered with what there is, as each look costs
   *     the database
   * @param mostOfOne of these, on behalf of one organization
   */
  Looking(int most, int mostOfOne) {
    this.waiters = new Waiters(most, mostOfOne);
  }

  /**
   * What was seen last.
   *
   * @param organization on whose behalf; none for a look of the service's own
   * @param look with a session of its own
   * @param atMost how long to look
   */
  public <T> Uni<T> until(
      @Nullable String organization, Supplier<Uni<T>> look, Predicate<T> enough, Duration atMost) {
    // Each look needs a session, and a session needs the request's context; timers leave it.
    Context context = Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
    return Uni.createFrom()
        .deferred(
            () -> {
              if (!waiters.enter(organization)) {
                return look.get();
              }
              long end = System.nanoTime() + atMost.toNanos();
              return until(look, enough, context, end, FIRST_PAUSE)
                  .onTermination()
                  .invoke(() -> waiters.leave(organization));
            });
  }

  private static <T> Uni<T> until(
      Supplier<Uni<T>> look, Predicate<T> enough, Context context, long end, Duration pause) {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(pause)
        .chain(
            () ->
                Uni.createFrom()
                    .deferred(look::get)
                    .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run())))
        .chain(
            seen ->
                enough.test(seen) || System.nanoTime() > end
                    ? Uni.createFrom().item(seen)
                    : until(look, enough, context, end, longer(pause)));
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }
}
