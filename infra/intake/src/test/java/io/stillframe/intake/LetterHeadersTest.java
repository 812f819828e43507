package io.stillframe.intake;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LetterHeadersTest {
  private static final long SENT = 99;

  @Test
  void theSourceIsAsItStoodInItsTopic() {
    // Given
    ConsumerRecord<String, byte[]> letter =
        letter(
            Map.of(
                LetterHeaders.TOPIC,
                "t",
                LetterHeaders.PARTITION,
                "3",
                LetterHeaders.OFFSET,
                "7",
                LetterHeaders.TIMESTAMP,
                "5",
                "traceparent",
                "p"));
    // When
    ConsumerRecord<String, byte[]> source = LetterHeaders.source(letter).orElseThrow();
    // Then
    assertThat(source.topic()).isEqualTo("t");
    assertThat(source.partition()).isEqualTo(3);
    assertThat(source.offset()).isEqualTo(7);
    assertThat(source.timestamp()).isEqualTo(5);
    assertThat(source.key()).isEqualTo("key");
    assertThat(source.value()).isEqualTo(letter.value());
    assertThat(source.headers()).extracting(header -> header.key()).containsExactly("traceparent");
  }

  /** Sequences are told with zeros in front, so that they sort as texts. */
  @Test
  void aNumberMayHaveZerosInFront() {
    // When
    ConsumerRecord<String, byte[]> record =
        letter(Map.of("ce_sequence", "%020d".formatted(7), "other", "7.5"));
    // Then
    assertThat(LetterHeaders.number(record, "ce_sequence")).contains(7L);
    assertThat(LetterHeaders.number(record, "other")).isEmpty();
    assertThat(LetterHeaders.number(record, "absent")).isEmpty();
  }

  @Test
  void aLetterOfBeforeHasNoTimeButItsOwn() {
    // When
    Optional<ConsumerRecord<String, byte[]>> source =
        LetterHeaders.source(
            letter(
                Map.of(
                    LetterHeaders.TOPIC, "t",
                    LetterHeaders.PARTITION, "3",
                    LetterHeaders.OFFSET, "7")));
    // Then
    assertThat(source).map(ConsumerRecord::timestamp).contains(SENT);
  }

  @Test
  void aLetterThatDoesNotSayWhereItIsFromHasNoSource() {
    assertThat(LetterHeaders.source(letter(Map.of(LetterHeaders.TOPIC, "t")))).isEmpty();
  }

  private static ConsumerRecord<String, byte[]> letter(Map<String, String> texts) {
    Headers headers = new RecordHeaders();
    texts.forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return new ConsumerRecord<>(
        "letters",
        0,
        1,
        SENT,
        TimestampType.CREATE_TIME,
        -1,
        -1,
        "key",
        new byte[] {1, 2},
        headers,
        Optional.empty());
  }
}
