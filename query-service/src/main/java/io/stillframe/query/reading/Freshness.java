package io.stillframe.query.reading;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.Topic;

/** Holds a list until it shows what was published before it was asked for, within bounds. */
@ApplicationScoped
public class Freshness {
  private final EndOffsets ends;
  private final Waiting waiting;
  private final ReadingConfig config;

  /**
   * Ends that were waited for in vain: what is left before them are markers and aborted records, or
   * the projection lags so far that waiting again would only make every list slow.
   */
  private final Map<TopicPartition, Long> givenUp = new ConcurrentHashMap<>();

  Freshness(EndOffsets ends, Waiting waiting, ReadingConfig config) {
    this.ends = ends;
    this.waiting = waiting;
    this.config = config;
  }

  /** Ends when {@code topics} are applied up to now, or after the configured time. Never fails. */
  public Uni<Void> of(Set<Topic> topics) {
    return SameContext.of(endsFromNowOn())
        .map(found -> worthWaitingFor(found.of(topics)))
        .chain(this::reached);
  }

  private Uni<Offsets> endsFromNowOn() {
    return ends.fromNowOn()
        .ifNoItem()
        .after(config.listWait())
        .recoverWithItem(Offsets.NONE)
        .onFailure()
        .invoke(failure -> Log.warnf("The end offsets are not known: %s", failure))
        .onFailure()
        .recoverWithItem(Offsets.NONE);
  }

  private Uni<Void> reached(Offsets wanted) {
    if (wanted.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return waiting
        .until(
            null,
            config.listWait(),
            () -> AppliedOffset.all().map(wanted::notReachedBy),
            Offsets::isEmpty)
        .invoke(missing -> givenUp.putAll(missing.byPartition()))
        .replaceWithVoid();
  }

  private Offsets worthWaitingFor(Offsets found) {
    return new Offsets(
        found.byPartition().entrySet().stream()
            .filter(end -> end.getValue() > givenUp.getOrDefault(end.getKey(), 0L))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
