package io.stillframe.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record and the message that it carries. */
public record Received<T>(ConsumerRecord<String, byte[]> record, T message) {}
