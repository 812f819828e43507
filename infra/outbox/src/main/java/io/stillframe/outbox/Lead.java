package io.stillframe.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Whether this relay leads: the lease row, renewed by whoever has it. While something is done that
 * may take longer than a lease it is renewed from beside, so that two relays of a slow broker do
 * not shut each other out in turn for ever; a process that is paused or dead renews nothing.
 */
final class Lead implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Lead.class);

  private final UUID id = UUID.randomUUID();
  private final OutboxTable table;
  private final Duration lease;
  private final ScheduledExecutorService beside =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("outbox-lead").unstarted(task));
  private volatile boolean busy;
  private boolean held;
  private long renewedAt;

  @SuppressWarnings("FutureReturnValueIgnored") // the task catches what it throws
  Lead(OutboxTable table, Duration lease) {
    this.table = table;
    this.lease = lease;
    long third = lease.toMillis() / 3;
    beside.scheduleAtFixedRate(this::renewBeside, third, third, TimeUnit.MILLISECONDS);
  }

  /** Takes or renews the lead where a third of the lease has passed. */
  boolean hold() throws SQLException {
    long now = System.nanoTime();
    if (!held || now - renewedAt > lease.toNanos() / 3) {
      boolean before = held;
      held = table.lead(id, lease);
      renewedAt = now;
      if (held != before) {
        LOG.infof("Outbox relay %s %s", id, held ? "leads" : "stands by");
      }
    }
    return held;
  }

  boolean isHeld() {
    return held;
  }

  /** What a leader does. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Does what may take long, with the lead kept meanwhile. */
  void keptDuring(Work work) throws SQLException {
    busy = true;
    try {
      work.run();
    } finally {
      busy = false;
    }
  }

  /**
   * Gives it to whoever wants it, as far as the database can be reached; else it ends by itself.
   */
  void resign() {
    held = false;
    try {
      table.resign(id);
    } catch (SQLException e) {
      LOG.infof("The lease ends by itself: %s", e.getMessage());
    }
  }

  @Override
  public void close() {
    beside.shutdownNow();
  }

  private void renewBeside() {
    if (busy) {
      try {
        table.lead(id, lease);
      } catch (SQLException | RuntimeException e) {
        LOG.debugf("The lead was not renewed: %s", e.getMessage());
      }
    }
  }
}
