package io.stillframe.query.projection;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.Message;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.query.deadletter.DeadLetterAnswer;

/**
 * A row of {@code dead_letter_view}. What was done about it is in {@code admin_action_view}, where
 * it is looked up: a letter and its actions leave at different times.
 *
 * @param topic where the record could not be taken from
 * @param toldAt when it was dead-lettered
 */
record DeadLetterRow(String id, String group, String topic, Instant toldAt, String document) {
  /** A request or an event is a few KiB; of a longer value this many bytes are shown. */
  private static final int VALUE_LIMIT = 16 * 1024;

  private static final String PREFIX = "stillframe.";
  private static final String SUFFIX = ".dlq";

  static final String UPSERT =
      "insert into dead_letter_view as view (id, consumer_group, topic, told_at, document)"
          + " select id, \"group\", topic, \"toldAt\", document from "
          + RowSet.ROWS
          + "(id text, \"group\" text, topic text, \"toldAt\" timestamptz, document text)"
          + " on conflict (id) do nothing";

  static DeadLetterRow of(ConsumerRecord<String, byte[]> record) {
    DeadLetterAnswer letter = letter(record);
    return new DeadLetterRow(
        letter.id(),
        letter.group(),
        letter.topic() == null ? "" : letter.topic(),
        letter.time(),
        Message.write(letter));
  }

  private static DeadLetterAnswer letter(ConsumerRecord<String, byte[]> record) {
    String group =
        record.topic().substring(PREFIX.length(), record.topic().length() - SUFFIX.length());
    byte[] whole = record.value() == null ? new byte[0] : record.value();
    String text = text(whole);
    return new DeadLetterAnswer(
        new DeadLetterId(group, record.partition(), record.offset()).toString(),
        group,
        header(record, LetterHeaders.TOPIC),
        LetterHeaders.number(record, LetterHeaders.PARTITION).orElse(null),
        LetterHeaders.number(record, LetterHeaders.OFFSET).orElse(null),
        record.key() == null ? null : kept(record.key()),
        headers(record),
        header(record, LetterHeaders.CAUSE),
        Instant.ofEpochMilli(record.timestamp()),
        text,
        text == null ? base64(whole) : null,
        whole.length,
        null,
        null);
  }

  private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
    return LetterHeaders.text(record, name).map(DeadLetterRow::kept).orElse(null);
  }

  private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record
        .headers()
        .forEach(
            header -> {
              if (!LetterHeaders.isOwn(header.key()) && header.value() != null) {
                headers.put(
                    kept(header.key()), kept(new String(header.value(), StandardCharsets.UTF_8)));
              }
            });
    return headers;
  }

  /** The value up to the limit; none if it is not UTF-8, or cannot be kept as a text. */
  private static @Nullable String text(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      if (text.indexOf('\0') >= 0) {
        return null;
      }
      return value.length <= VALUE_LIMIT
          ? text
          : new String(value, 0, VALUE_LIMIT, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String base64(byte[] value) {
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOf(value, Math.min(value.length, VALUE_LIMIT)));
  }

  /** PostgreSQL has no room for U+0000. */
  private static String kept(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
