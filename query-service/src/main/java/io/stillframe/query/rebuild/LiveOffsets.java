package io.stillframe.query.rebuild;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.Topic;
import io.stillframe.rows.Rows;

/** How far the live tables are folded. */
@Singleton
class LiveOffsets {
  private static final String SELECT =
      """
      select cast(json_build_object('topic', topic, 'partition', partition, 'next', next_offset)
          as text) from applied_offset
      """;

  private record Row(String topic, int partition, long next) {}

  /** Every partition that is folded. */
  List<TopicPartition> partitions() {
    return Stream.of(Topic.values())
        .flatMap(
            topic ->
                IntStream.range(0, Topic.PARTITIONS)
                    .mapToObj(each -> new TopicPartition(topic.topicName(), each)))
        .toList();
  }

  /** The offset after the last one that is applied, of those that have one. */
  Uni<Map<TopicPartition, Long>> applied() {
    List<TopicPartition> folded = partitions();
    return Panache.withTransaction(() -> Rows.select(SELECT, Row.class, Map.of()))
        .map(
            rows ->
                rows.stream()
                    .filter(
                        row -> folded.contains(new TopicPartition(row.topic(), row.partition())))
                    .collect(
                        Collectors.toMap(
                            row -> new TopicPartition(row.topic(), row.partition()), Row::next)));
  }
}
