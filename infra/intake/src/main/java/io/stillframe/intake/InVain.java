package io.stillframe.intake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.kafka.common.TopicPartition;

/**
 * Ends that somebody waited for in vain, and nobody is to wait for again: what is left before them
 * may be markers and aborted records, which no reader is given.
 */
public final class InVain {
  private final Map<TopicPartition, GivenUp> givenUp = new ConcurrentHashMap<>();

  /** Those of {@code ends} that are worth waiting for. */
  public Offsets without(Offsets ends) {
    long now = System.nanoTime();
    return new Offsets(
        ends.byPartition().entrySet().stream()
            .filter(end -> isWorthWaitingFor(end.getKey(), end.getValue(), now))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private boolean isWorthWaitingFor(TopicPartition partition, long end, long now) {
    GivenUp before = givenUp.get(partition);
    return before == null || end > before.end() && now - before.until() > 0;
  }

  /**
   * Nobody waits for these ends again, nor for later ones of their partitions for {@code pause}: a
   * partition whose reader is stuck would make every answer slow.
   */
  public void giveUp(Offsets missing, Duration pause) {
    long until = System.nanoTime() + pause.toNanos();
    missing
        .byPartition()
        .forEach(
            (partition, end) ->
                givenUp.merge(
                    partition,
                    new GivenUp(end, until),
                    (before, now) -> new GivenUp(Math.max(before.end(), now.end()), until)));
  }

  /**
   * @param until as {@link System#nanoTime} counts
   */
  private record GivenUp(long end, long until) {}
}
