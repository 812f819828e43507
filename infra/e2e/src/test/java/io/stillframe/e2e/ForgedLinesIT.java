package io.stillframe.e2e;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Whoever may write to a topic writes no line of our logs, and moves no cursor of who reads it. */
@SharedStack
class ForgedLinesIT {
  private static final String ESCAPE = "\u001b[2J";

  private final Stack stack;

  ForgedLinesIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void aRecordThatIsDeadLetteredForgesNoLine() throws ExecutionException, InterruptedException {
    // Given
    String forged = "forged-" + UUID.randomUUID();
    String evil = "a\r\n" + forged + " all is well\n" + ESCAPE;
    ProducerRecord<String, String> record =
        new ProducerRecord<>(
            Topic.SNAPSHOT_REQUESTS.topicName(),
            evil,
            Api.JSON
                .createObjectNode()
                .put("type", "delete-snapshot")
                .put("snapshotId", evil)
                .toString());
    record.headers().add("ce_type", evil.getBytes(UTF_8)).add("ce_id", evil.getBytes(UTF_8));
    // When
    Map<String, Object> settings = Map.of("bootstrap.servers", stack.running().broker());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(record).get();
    }
    // Then
    Awaitility.await()
        .untilAsserted(
            () ->
                // The worker's and the query service's.
                assertThat(lines())
                    .filteredOn(line -> line.contains(forged))
                    .filteredOn(line -> line.contains("Record dead-lettered"))
                    .hasSizeGreaterThanOrEqualTo(2));
    assertThat(lines())
        .noneMatch(line -> line.startsWith(forged))
        .noneMatch(line -> line.contains(ESCAPE));
  }

  private List<String> lines() {
    return stack.running().logs().stream().flatMap(String::lines).toList();
  }
}
