package io.stillframe.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Publishes what the outbox holds, in order per key, at least once. Of all relays of a service one
 * leads: it holds the lease row, and the broker refuses every other one's transactions. One thread
 * does all of it.
 */
final class Relay implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Relay.class);
  private static final Duration BACK_OFF = Duration.ofMillis(500);
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);

  private final UUID id = UUID.randomUUID();
  private final OutboxTable table;
  private final RelayProducer producer;
  private final OutboxConfig config;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
  private volatile boolean stopped;
  private volatile long pending;
  private boolean leading;
  private long renewedAt;
  private long housekeptAt = System.nanoTime() - HOUSEKEEPING.toNanos();

  Relay(OutboxTable table, RelayProducer producer, OutboxConfig config) {
    this.table = table;
    this.producer = producer;
    this.config = config;
  }

  void start() {
    thread.start();
  }

  /** Has the table read now, because something was committed. */
  void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  /** Rows that the broker did not have when this was last counted, at most some seconds ago. */
  long pending() {
    return pending;
  }

  /** Hands over what is under way, and the lead, and ends. */
  @Override
  public void close() {
    stopped = true;
    wake();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        relay();
      } catch (SQLException | RuntimeException e) {
        LOG.warnf("Outbox relay starts over: %s", e);
        standDown();
        pause(BACK_OFF);
      }
    }
    resign();
  }

  private void relay() throws SQLException {
    keepHouse();
    if (!leads()) {
      producer.standBy();
      pause(config.lease().dividedBy(6));
      return;
    }
    if (!producer.isConnected()) {
      // On a busy machine this takes longer than a lease; two relays that take turns at it would
      // shut each other out for ever.
      leading = table.lead(id, CONNECTING);
      if (leading) {
        producer.connect();
        leading = table.lead(id, config.lease());
      }
      if (!leading) {
        return;
      }
    }
    List<OutboxRow> rows = table.pending(config.batch());
    if (!rows.isEmpty()) {
      publish(rows);
    }
    if (rows.size() < config.batch()) {
      pause(config.poll());
    }
  }

  private void publish(List<OutboxRow> rows) throws SQLException {
    try {
      producer.publish(rows);
    } catch (KafkaException e) {
      if (isConnectionTrouble(e)) {
        throw e;
      }
      producer.abort();
      narrowDown(rows, e);
      return;
    }
    table.published(rows);
  }

  /**
   * Finds the row that the broker refuses; the others of its key stay behind it, all else goes on.
   */
  private void narrowDown(List<OutboxRow> rows, KafkaException cause) throws SQLException {
    if (rows.size() == 1) {
      OutboxRow row = rows.getFirst();
      LOG.errorf(cause, "Outbox row refused id=%d topic=%s", row.id(), row.message().topic());
      table.refused(row);
      return;
    }
    // What is left is read anew, so that rows behind a refused one of their key are left out.
    publish(rows.subList(0, rows.size() / 2));
  }

  /** Whether the whole connection is in doubt, rather than one row. */
  private static boolean isConnectionTrouble(KafkaException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException
          || cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof OutOfOrderSequenceException
          || cause instanceof AuthenticationException) {
        return true;
      }
    }
    return false;
  }

  private boolean leads() throws SQLException {
    long now = System.nanoTime();
    if (!leading || now - renewedAt > config.lease().toNanos() / 3) {
      boolean led = leading;
      leading = table.lead(id, config.lease());
      renewedAt = now;
      if (leading != led) {
        LOG.infof("Outbox relay %s %s", id, leading ? "leads" : "stands by");
      }
    }
    return leading;
  }

  private void keepHouse() throws SQLException {
    long now = System.nanoTime();
    if (now - housekeptAt > HOUSEKEEPING.toNanos()) {
      housekeptAt = now;
      pending = table.count();
      if (leading) {
        table.purge(config.retention());
      }
    }
  }

  private void standDown() {
    leading = false;
    producer.disconnect();
  }

  private void resign() {
    producer.disconnect();
    try {
      table.resign(id);
    } catch (SQLException e) {
      LOG.infof("The lease ends by itself: %s", e.getMessage());
    }
  }

  private void pause(Duration time) {
    try {
      if (wakeUps.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
        wakeUps.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
