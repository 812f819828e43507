package io.stillframe.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Marks each record with the process that sent it. */
public class Holder implements ProducerInterceptor<String, String> {
  static String of(ConsumerRecord<String, String> record) {
    return new String(record.headers().lastHeader("holder").value(), StandardCharsets.UTF_8);
  }

  @Override
  public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
    String pid = Long.toString(ProcessHandle.current().pid());
    record.headers().add("holder", pid.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configuration) {}
}
