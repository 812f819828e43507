package io.stillframe.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

import io.stillframe.rows.Patience;

/**
 * Publishes what the outbox holds, in order per key, at least once. Of all relays of a service one
 * leads: it holds the lease row, and the broker refuses every other one's transactions. One thread
 * does all of it. Over 200 lines because leading, publishing, what is refused and the end are one
 * loop.
 */
final class Relay implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Relay.class);
  private static final Duration BACK_OFF = Duration.ofMillis(500);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);
  private static final Duration LAST_ROWS = Duration.ofSeconds(5);

  private final OutboxTable table;
  private final RelayProducer producer;
  private final OutboxConfig config;
  private final Lead lead;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
  private volatile boolean stopped;
  private boolean more;
  private volatile long pending;
  private volatile long countedAt = System.nanoTime();
  private long housekeptAt = System.nanoTime() - HOUSEKEEPING.toNanos();

  Relay(OutboxTable table, RelayProducer producer, OutboxConfig config) {
    this.table = table;
    this.producer = producer;
    this.config = config;
    this.lead = new Lead(table, config.lease());
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

  /** For how long the database has not answered; a few seconds when it does. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - countedAt);
  }

  /**
   * Publishes what was committed before, hands over the lead, and ends. After five seconds no other
   * round of that begins.
   */
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
      }
    }
    publishLastRows();
    producer.disconnect();
    lead.resign();
    lead.close();
  }

  /**
   * A database may be set back to a backup once its services have ended, and what was accepted
   * since is then in the topics or nowhere. Another relay may have published it, or ends too.
   */
  private void publishLastRows() {
    long begun = System.nanoTime();
    long last = Long.MAX_VALUE;
    boolean left = true;
    while (left && System.nanoTime() - begun < LAST_ROWS.toNanos()) {
      try {
        if (last == Long.MAX_VALUE) {
          // Later ones are of others, who go on.
          last = table.lastPending();
        }
        long reached = last;
        left = table.pending(1).stream().anyMatch(row -> row.id() <= reached);
        if (left) {
          relay();
        }
      } catch (SQLException | RuntimeException e) {
        LOG.warnf("Outbox relay starts over: %s", e);
        standDown();
      }
    }
    if (left) {
      LOG.warn("Rows are left in the outbox; the next start publishes them");
    }
  }

  private void relay() throws SQLException {
    keepHouse();
    if (!lead.hold()) {
      Patience.noteAnswer();
      producer.standBy();
      pause(config.lease().dividedBy(6));
      return;
    }
    // The database too may take longer than a lease: two relays that each lose the lead before they
    // have published anything would shut each other out for ever.
    lead.keptDuring(this::publishSome);
    if (!more) {
      pause(config.poll());
    }
  }

  private void publishSome() throws SQLException {
    if (!producer.isConnected()) {
      producer.connect();
    }
    List<OutboxRow> rows = table.pending(config.batch());
    Patience.noteAnswer();
    more = rows.size() == config.batch();
    if (!rows.isEmpty()) {
      publish(rows);
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

  private void keepHouse() throws SQLException {
    long now = System.nanoTime();
    if (now - housekeptAt > HOUSEKEEPING.toNanos()) {
      housekeptAt = now;
      pending = table.count();
      countedAt = System.nanoTime();
      if (lead.isHeld()) {
        table.purge(config.retention());
      }
    }
  }

  /** Another relay may be luckier with the broker: it has its turn, whatever is committed here. */
  private void standDown() {
    producer.disconnect();
    lead.resign();
    try {
      TimeUnit.MILLISECONDS.sleep(BACK_OFF.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
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
