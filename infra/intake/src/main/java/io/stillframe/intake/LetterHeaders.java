package io.stillframe.intake;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What a dead letter's headers say of where it comes from. Its other headers are the source's. */
public final class LetterHeaders {
  public static final String CAUSE = "dead-letter-cause";
  public static final String TOPIC = "dead-letter-topic";
  public static final String PARTITION = "dead-letter-partition";
  public static final String OFFSET = "dead-letter-offset";

  /** When the source was written, in milliseconds since 1970. */
  public static final String TIMESTAMP = "dead-letter-timestamp";

  /** Whether the source's value was none at all, which a dead letter's is never. */
  public static final String TOMBSTONE = "dead-letter-tombstone";

  private static final String PREFIX = "dead-letter-";

  private LetterHeaders() {}

  /** The header's text, if it is there. */
  public static Optional<String> text(ConsumerRecord<String, byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** The header's number, if it is one. */
  public static Optional<Long> number(ConsumerRecord<String, byte[]> record, String name) {
    return text(record, name).filter(each -> each.matches("0*\\d{1,18}")).map(Long::valueOf);
  }

  /** Whether the header is one of a letter's own, and not of the source. */
  public static boolean isOwn(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * The record as it stood in its topic.
   *
   * @return none if the letter does not say where that was
   */
  static Optional<ConsumerRecord<String, byte[]>> source(ConsumerRecord<String, byte[]> letter) {
    return text(letter, TOPIC)
        .flatMap(
            topic ->
                number(letter, PARTITION)
                    .flatMap(
                        partition ->
                            number(letter, OFFSET)
                                .map(offset -> source(letter, topic, partition, offset))));
  }

  private static ConsumerRecord<String, byte[]> source(
      ConsumerRecord<String, byte[]> letter, String topic, long partition, long offset) {
    Headers headers = new RecordHeaders();
    letter
        .headers()
        .forEach(
            header -> {
              if (!isOwn(header.key())) {
                headers.add(header);
              }
            });
    boolean tombstone = letter.headers().lastHeader(TOMBSTONE) != null;
    return new ConsumerRecord<>(
        topic,
        (int) partition,
        offset,
        number(letter, TIMESTAMP).orElseGet(letter::timestamp),
        TimestampType.CREATE_TIME,
        -1,
        -1,
        letter.key(),
        tombstone ? null : letter.value(),
        headers,
        Optional.empty());
  }
}
