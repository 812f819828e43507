package io.stillframe.intake;

import java.io.IOException;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record's message. */
@FunctionalInterface
public interface Decoder<T> {
  /**
   * @throws IOException if the record cannot be read; it is dead-lettered then
   */
  T decode(ConsumerRecord<String, byte[]> record) throws IOException;
}
