package io.stillframe.recovery;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.common.KafkaException;

import io.stillframe.intake.LetterHeaders;
import io.stillframe.intake.TopicReader;
import io.stillframe.outbox.PublishedRows;

/**
 * Compares the database with what was published of it, before anything else begins: records carry
 * the ids of their rows. Like the database, the broker is waited for.
 */
@ApplicationScoped
class StartCheck {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Recovery recovery;
  private final RecoveryConfig config;
  private final PublishedRows rows;
  private final Map<String, Object> broker;

  StartCheck(
      Recovery recovery,
      RecoveryConfig config,
      PublishedRows rows,
      @Identifier("default-kafka-broker") Map<String, Object> broker) {
    this.recovery = recovery;
    this.config = config;
    this.rows = rows;
    this.broker = broker;
  }

  /** Before schedules begin, which are started with the platform. */
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event)
      throws SQLException {
    if (config.enabled()) {
      rows.recoverUnlessKnown(this::lastPublished, this::recover);
    }
  }

  private void recover() {
    Log.warn("The database is older than what was published of it: it is brought up to the topics");
    long begun = System.nanoTime();
    recovery.recover();
    Log.warnf(
        "The database is as new as the topics again after %d ms",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }

  /** The id of the last row that the broker has of this service; 0 if it has none. */
  private long lastPublished() {
    while (true) {
      try {
        return TopicReader.readLast(broker, recovery.written()).stream()
            .mapToLong(each -> LetterHeaders.number(each, PublishedRows.HEADER).orElse(0L))
            .max()
            .orElse(0);
      } catch (KafkaException | IllegalStateException e) {
        Log.warnf("Kafka is waited for: %s", e.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Kafka was waited for", e);
    }
  }
}
