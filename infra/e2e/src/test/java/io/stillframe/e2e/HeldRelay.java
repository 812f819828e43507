package io.stillframe.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.awaitility.Awaitility;

/**
 * Keeps a service's relay from publishing: it can't renew its lease while the row is locked, and
 * publishes nothing before it has. What the service commits meanwhile stays in its outbox.
 */
final class HeldRelay implements AutoCloseable {
  private static final String WAITING =
      "select count(*) from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))";

  private final Connection connection;

  private HeldRelay(Connection connection) {
    this.connection = connection;
  }

  /** Returns once the relay waits. */
  static HeldRelay of(Stack stack, String database) throws SQLException {
    Connection connection = stack.running().database(database);
    connection.setAutoCommit(false);
    HeldRelay held = new HeldRelay(connection);
    held.count("select count(*) from (select from outbox_leader for update) as held");
    Awaitility.await().until(() -> held.count(WAITING) > 0);
    return held;
  }

  /** The messages that the broker does not have. */
  int unpublished() throws SQLException {
    return count("select count(*) from outbox where published_at is null");
  }

  private int count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }

  /** Lets the relay go on. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
