package io.stillframe.command.architecture.violation.sending;

import org.apache.kafka.clients.producer.KafkaProducer;

/** Breaks a rule on purpose: it sends beside the outbox. */
class Sending {
  KafkaProducer<String, String> producer;
}
