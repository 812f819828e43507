package io.stillframe.query.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the API shows it.
 *
 * @param group the consumer group that could not take it
 * @param topic where the record stood, with {@code partition} and {@code offset}
 * @param headers of the record, those of its CloudEvent among them
 * @param cause why it could not be taken
 * @param time when it was dead-lettered
 * @param value the record's, as text if it is UTF-8; cut when it is long
 * @param valueBase64 the same when it is not
 * @param valueBytes how long the whole value is
 * @param status what was done about it: {@code pending}, {@code replayed} or {@code discarded}
 * @param action the id of the action that did it
 */
public record DeadLetterAnswer(
    String id,
    String group,
    @Nullable String topic,
    @Nullable Long partition,
    @Nullable Long offset,
    @Nullable String key,
    Map<String, String> headers,
    @Nullable String cause,
    Instant time,
    @Nullable String value,
    @Nullable String valueBase64,
    long valueBytes,
    @Nullable String status,
    @Nullable UUID action) {}
