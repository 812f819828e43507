package io.stillframe.command.operation;

import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.stillframe.intake.LetterHeaders;

/**
 * How the Idempotency-Key of a request goes with its message, so that a restored database can learn
 * it again.
 */
final class SentKey {
  private static final String OWNER = "idempotency-owner";
  private static final String KEY = "idempotency-key";
  private static final String FINGERPRINT = "idempotency-fingerprint";

  private SentKey() {}

  /** What the message's headers say of it. */
  static Map<String, String> headers(Optional<IdempotencyKey> key) {
    return key.map(
            named ->
                Map.of(OWNER, named.owner(), KEY, named.key(), FINGERPRINT, named.fingerprint()))
        .orElse(Map.of());
  }

  /** The key that the headers of a message tell. */
  static Optional<IdempotencyKey> of(ConsumerRecord<String, byte[]> record) {
    Optional<String> owner = LetterHeaders.text(record, OWNER);
    Optional<String> key = LetterHeaders.text(record, KEY);
    Optional<String> fingerprint = LetterHeaders.text(record, FINGERPRINT);
    return owner.isPresent() && key.isPresent() && fingerprint.isPresent()
        ? Optional.of(new IdempotencyKey(owner.get(), key.get(), fingerprint.get()))
        : Optional.empty();
  }
}
