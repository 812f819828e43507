package io.stillframe.command.operation;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.stillframe.intake.LetterHeaders;

/**
 * The Idempotency-Key that the request being accepted came with. It goes with the request's
 * message, so that a restored database can learn it again.
 */
@RequestScoped
class CurrentKey {
  private static final String KEY = "idempotency-key";
  private static final String FINGERPRINT = "idempotency-fingerprint";

  private @Nullable IdempotencyKey key;

  void set(IdempotencyKey named) {
    key = named;
  }

  /** What the message's headers say of it. */
  Map<String, String> headers() {
    return key == null ? Map.of() : Map.of(KEY, key.key(), FINGERPRINT, key.fingerprint());
  }

  /** The key that the headers of a message tell. */
  static Optional<IdempotencyKey> of(ConsumerRecord<String, byte[]> record) {
    return LetterHeaders.text(record, KEY)
        .flatMap(
            told ->
                LetterHeaders.text(record, FINGERPRINT)
                    .map(fingerprint -> new IdempotencyKey(told, fingerprint)));
  }
}
