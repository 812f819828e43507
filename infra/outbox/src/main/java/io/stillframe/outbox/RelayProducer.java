package io.stillframe.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;

/**
 * Publishes batches, each in a transaction of its own. The transactional id is the service's, not
 * the process's: the broker lets only the latest producer with it publish, so that a new leader
 * shuts out an old one that was paused.
 */
final class RelayProducer {
  private final Map<String, Object> settings;
  private @Nullable KafkaProducer<String, String> producer;
  private boolean connected;

  RelayProducer(Map<String, Object> settings) {
    this.settings = settings;
  }

  /**
   * How the relay of a service connects.
   *
   * @param broker the service's own settings for Kafka, TLS and credentials among them
   */
  static Map<String, Object> settings(Map<String, Object> broker, String service) {
    Map<String, Object> settings = new HashMap<>(broker);
    settings.keySet().retainAll(ProducerConfig.configNames());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "stillframe." + service + ".outbox");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, service + "-outbox");
    // A batch is complete when it is handed over: waiting for more would only delay it.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    // Readers of committed records wait behind an open transaction, so a dead leader's must end
    // soon.
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
    return settings;
  }

  /** Ends a connection and makes ready what the next one needs: a standby takes over at once. */
  void standBy() {
    if (connected) {
      disconnect();
    }
    prepared();
  }

  boolean isConnected() {
    return connected;
  }

  /**
   * Connects and shuts out every earlier producer of this service. Nothing when connected already.
   */
  void connect() {
    if (!connected) {
      prepared().initTransactions();
      connected = true;
    }
  }

  private KafkaProducer<String, String> prepared() {
    if (producer == null) {
      producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
    return producer;
  }

  /** All of {@code rows}, in order, or none. Returns when the broker has them. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // the commit waits for all and throws what they threw
  void publish(List<OutboxRow> rows) {
    KafkaProducer<String, String> open = prepared();
    open.beginTransaction();
    rows.forEach(row -> open.send(record(row), null));
    open.commitTransaction();
  }

  void abort() {
    if (producer != null) {
      producer.abortTransaction();
    }
  }

  /**
   * Forgets the connection without waiting for what is under way: the next one decides about it.
   */
  void disconnect() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
      connected = false;
    }
  }

  private static ProducerRecord<String, String> record(OutboxRow row) {
    Message message = row.message();
    ProducerRecord<String, String> record =
        new ProducerRecord<>(message.topic(), message.key(), message.value());
    message
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    record
        .headers()
        .add(PublishedRows.HEADER, Long.toString(row.id()).getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
