package io.stillframe.query.rebuild;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.apache.kafka.common.TopicPartition;

/**
 * What a rebuild found, the result of its action.
 *
 * @param offsets by topic and partition, up to where both sides are folded
 * @param millis how long it took
 */
record Report(Map<String, Table> tables, Map<String, Map<String, Long>> offsets, long millis) {

  /**
   * One table, as it was and as it is rebuilt. A checksum does not depend on the order of rows; it
   * is a text, because it has more digits than every reader's numbers.
   */
  record Table(
      long rowsBefore, long rowsAfter, String checksumBefore, String checksumAfter, boolean equal) {
    static Table of(Content before, Content after) {
      return new Table(
          before.rows(), after.rows(), before.checksum(), after.checksum(), before.equals(after));
    }
  }

  /** What a table holds. */
  record Content(long rows, String checksum) {}

  static Report of(
      Map<String, Table> tables, Map<TopicPartition, Long> offsets, Duration duration) {
    Map<String, Map<String, Long>> byTopic = new TreeMap<>();
    offsets.forEach(
        (each, next) ->
            byTopic
                .computeIfAbsent(each.topic(), topic -> new TreeMap<>())
                .put(Integer.toString(each.partition()), next));
    return new Report(tables, byTopic, duration.toMillis());
  }

  /** The tables that are not equal. */
  @JsonIgnore
  List<String> different() {
    return tables.entrySet().stream()
        .filter(table -> !table.getValue().equal())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
