package io.stillframe.intake;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

import io.stillframe.contract.Topic;

/**
 * The consumer's own dead-letter topic: the record as it came, with its source and why it could not
 * be taken.
 */
@ApplicationScoped
class DeadLetters {
  /**
   * The longest cause that is written, so that a failure which quotes a large record stays below
   * the broker's limit.
   */
  private static final int CAUSE_LIMIT = 2000;

  private final MutinyEmitter<byte[]> emitter;
  private final MeterRegistry meters;

  DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter, MeterRegistry meters) {
    this.emitter = emitter;
    this.meters = meters;
  }

  /**
   * A counter that begins with its first count would hide that count from whoever watches rates.
   */
  void begin(@Observes StartupEvent event) {
    Stream.of(Topic.values()).map(Topic::topicName).forEach(this::counter);
  }

  /**
   * Ends when the broker has the record; only then it is told and counted, so it may be repeated.
   */
  Uni<Void> send(ConsumerRecord<String, byte[]> record, Throwable cause) {
    OutgoingKafkaRecordMetadata<String> metadata =
        OutgoingKafkaRecordMetadata.<String>builder()
            .withKey(record.key())
            .withHeaders(headers(record, cause))
            .build();
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return emitter
        .sendMessage(Message.of(value).addMetadata(metadata))
        .invoke(() -> tell(record, cause));
  }

  private void tell(ConsumerRecord<String, byte[]> record, Throwable cause) {
    Log.errorf(
        cause,
        "Record dead-lettered topic=%s partition=%d offset=%d key=%s",
        record.topic(),
        record.partition(),
        record.offset(),
        record.key());
    counter(record.topic()).increment();
  }

  private Counter counter(String topic) {
    return Counter.builder("stillframe.dead.letters")
        .description("Records that this service could not take and has put aside")
        .tag("topic", topic)
        .register(meters);
  }

  private static Headers headers(ConsumerRecord<String, byte[]> record, Throwable cause) {
    Headers headers = new RecordHeaders(record.headers());
    add(headers, LetterHeaders.CAUSE, inWords(cause));
    add(headers, LetterHeaders.TOPIC, record.topic());
    add(headers, LetterHeaders.PARTITION, Integer.toString(record.partition()));
    add(headers, LetterHeaders.OFFSET, Long.toString(record.offset()));
    add(headers, LetterHeaders.TIMESTAMP, Long.toString(record.timestamp()));
    if (record.value() == null) {
      add(headers, LetterHeaders.TOMBSTONE, "true");
    }
    return headers;
  }

  /** A failure in words, cut to the limit. */
  static String inWords(Throwable cause) {
    String text = String.valueOf(cause);
    return text.substring(0, Math.min(text.length(), CAUSE_LIMIT));
  }

  private static void add(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
