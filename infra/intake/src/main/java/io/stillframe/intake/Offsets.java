package io.stillframe.intake;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.Topic;

/** An offset per partition. */
public record Offsets(Map<TopicPartition, Long> byPartition) {
  public static final Offsets NONE = new Offsets(Map.of());

  Offsets of(Set<Topic> topics) {
    Set<String> names = topics.stream().map(Topic::topicName).collect(Collectors.toSet());
    return new Offsets(
        byPartition.entrySet().stream()
            .filter(each -> names.contains(each.getKey().topic()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * Those of the ends that lie more than {@code tolerance} beyond the {@code next} offsets; where
   * there is no such offset, nothing is tolerated.
   */
  public Offsets notReachedBy(Offsets next, long tolerance) {
    return new Offsets(
        byPartition.entrySet().stream()
            .filter(
                end -> {
                  Long reached = next.byPartition().get(end.getKey());
                  return reached == null
                      ? end.getValue() > 1
                      : reached < end.getValue() - tolerance;
                })
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Those that are greater than the others. */
  Offsets beyond(Offsets others) {
    return new Offsets(
        byPartition.entrySet().stream()
            .filter(each -> each.getValue() > others.byPartition().getOrDefault(each.getKey(), 0L))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  public boolean isEmpty() {
    return byPartition.isEmpty();
  }
}
