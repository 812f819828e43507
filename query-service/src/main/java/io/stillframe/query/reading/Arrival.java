package io.stillframe.query.reading;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.Readiness;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Behind;
import io.stillframe.intake.InVain;
import io.stillframe.intake.Offsets;

/** Waits for what an id names that was made a moment ago: it may be on its way. */
@ApplicationScoped
public class Arrival {
  private static final Set<Topic> TOPICS =
      EnumSet.of(
          Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS, Topic.ADMIN_REQUESTS, Topic.ADMIN_EVENTS);

  private final InVain inVain = new InVain();
  private final Young young;
  private final Waiting waiting;
  private final Behind behind;
  private final ReadingConfig config;
  private final CaughtUp start;

  Arrival(
      Young young,
      Waiting waiting,
      Behind behind,
      ReadingConfig config,
      @Readiness CaughtUp start) {
    this.young = young;
    this.waiting = waiting;
    this.behind = behind;
    this.config = config;
    this.start = start;
  }

  /**
   * What is seen of the id, or that it is not known.
   *
   * @param organization on whose behalf it is waited for
   */
  public <T> Uni<Optional<T>> of(String organization, UUID id, Supplier<Uni<Optional<T>>> look) {
    Duration wait = young.wait(id);
    boolean mayArrive = !wait.isZero() || Young.isOurs(id) && start.isRecent();
    return waiting
        .until(organization, id, wait, look, Optional::isPresent)
        .chain(
            seen ->
                seen.isPresent() || !mayArrive
                    ? Uni.createFrom().item(seen)
                    : whileBehind(organization, id, look, seen));
  }

  private <T> Uni<Optional<T>> whileBehind(
      String organization, UUID id, Supplier<Uni<Optional<T>>> look, Optional<T> seen) {
    return behind
        .endsFromNowOn(TOPICS, config.listWait())
        .map(inVain::without)
        .chain(
            ends ->
                ends.isEmpty()
                    ? Uni.createFrom().item(seen)
                    : whileBehind(organization, id, look, ends));
  }

  private <T> Uni<Optional<T>> whileBehind(
      String organization, UUID id, Supplier<Uni<Optional<T>>> look, Offsets ends) {
    long end = System.nanoTime() + config.behindWait().toNanos();
    return waiting
        .until(organization, id, config.behindWait(), () -> sight(look, ends), Sight::isLast)
        .invoke(
            last -> {
              // Where too many wait, it was looked at only once.
              if (System.nanoTime() - end >= 0) {
                inVain.giveUp(last.inVain(), Duration.ZERO);
              }
            })
        .map(Sight::seen);
  }

  /** What is seen once the tables have all that was lacking is all that will be. */
  private <T> Uni<Sight<T>> sight(Supplier<Uni<Optional<T>>> look, Offsets ends) {
    return behind
        .lacking(ends)
        .chain(lacking -> look.get().map(seen -> new Sight<>(seen, lacking)));
  }

  private record Sight<T>(Optional<T> seen, Offsets lacking) {
    boolean isLast() {
      return seen.isPresent() || lacking.isEmpty();
    }

    Offsets inVain() {
      return seen.isPresent() ? Offsets.NONE : lacking;
    }
  }
}
