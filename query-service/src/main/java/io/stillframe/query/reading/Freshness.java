package io.stillframe.query.reading;

import java.time.Duration;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Behind;
import io.stillframe.intake.InVain;
import io.stillframe.intake.Offsets;

/** Holds a list until it shows what was published before it was asked for, within bounds. */
@ApplicationScoped
public class Freshness {
  private final InVain inVain = new InVain();
  private final Behind behind;
  private final Waiting waiting;
  private final ReadingConfig config;

  Freshness(Behind behind, Waiting waiting, ReadingConfig config) {
    this.behind = behind;
    this.waiting = waiting;
    this.config = config;
  }

  /** Ends when {@code topics} are applied up to now, or after the configured time. Never fails. */
  public Uni<Void> of(Set<Topic> topics) {
    return behind
        .endsFromNowOn(topics, config.listWait())
        .map(inVain::without)
        .chain(this::reached);
  }

  private Uni<Void> reached(Offsets wanted) {
    if (wanted.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return waiting
        .until(null, null, config.listWait(), () -> behind.lacking(wanted), Offsets::isEmpty)
        .invoke(missing -> inVain.giveUp(missing, Duration.ZERO))
        .replaceWithVoid();
  }
}
