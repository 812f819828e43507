package io.stillframe.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;

/** The relay's view of the tables. Times are the database's, so that all relays read one clock. */
final class OutboxTable {
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  private static final String LEAD =
      """
            insert into outbox_leader (holder, expires_at) values (?, now() + ? * interval '1 millisecond')
            on conflict (only_row) do update set holder = excluded.holder, expires_at = excluded.expires_at
            where outbox_leader.holder = excluded.holder or outbox_leader.expires_at < now()
            """;
  private static final String RESIGN =
      "update outbox_leader set expires_at = '-infinity' where holder = ?";

  /**
   * A row that the broker refused holds back the later rows of its own key only. Which do is found
   * once, and not for each row: what the planner knows of rows that are not published is from a
   * moment when there were none, and a search among them for each of thousands would take longer
   * than a lease.
   */
  private static final String PENDING =
      """
            with held as materialized (
                select topic, key, min(id) as id from outbox
                where published_at is null and retry_at > now() group by topic, key)
            select id, topic, key, headers, value from outbox o
            where published_at is null and not exists (
                select 1 from held where held.topic = o.topic and held.key = o.key and held.id <= o.id)
            order by id limit ?
            """;

  private static final String PUBLISHED =
      """
            with published as (
                update outbox set published_at = now(), retry_at = null where id = any (?) returning id)
            update outbox_leader set published_id = greatest(published_id, (select max(id) from published))
            """;
  private static final String REFUSED =
      """
            update outbox set attempts = attempts + 1,
                retry_at = now() + least(300, power(2, least(attempts, 9))) * interval '1 second' where id = ?
            """;
  private static final String PURGE =
      """
            delete from outbox where id in (
                select id from outbox where published_at < now() - ? * interval '1 millisecond' limit 5000)
            """;
  private static final String COUNT = "select count(*) from outbox where published_at is null";
  private static final String LAST =
      "select coalesce(max(id), 0) from outbox where published_at is null";

  /** Longer than any of these statements takes. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final DataSource dataSource;

  OutboxTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Takes or renews the lead; false when another relay has it. */
  boolean lead(UUID holder, Duration lease) throws SQLException {
    return update(
            LEAD,
            statement -> {
              statement.setObject(1, holder);
              statement.setLong(2, lease.toMillis());
            })
        == 1;
  }

  void resign(UUID holder) throws SQLException {
    update(RESIGN, statement -> statement.setObject(1, holder));
  }

  List<OutboxRow> pending(int limit) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(PENDING)) {
      statement.setInt(1, limit);
      List<OutboxRow> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
      return rows;
    }
  }

  void published(List<OutboxRow> rows) throws SQLException {
    Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
    update(
        PUBLISHED,
        statement -> statement.setArray(1, statement.getConnection().createArrayOf("bigint", ids)));
  }

  void refused(OutboxRow row) throws SQLException {
    update(REFUSED, statement -> statement.setLong(1, row.id()));
  }

  void purge(Duration retention) throws SQLException {
    update(PURGE, statement -> statement.setLong(1, retention.toMillis()));
  }

  long count() throws SQLException {
    return number(COUNT);
  }

  /** The id of the last row that is to be published; 0 if none is. */
  long lastPending() throws SQLException {
    return number(LAST);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  private static OutboxRow row(ResultSet result) throws SQLException {
    try {
      Map<String, String> headers =
          ContractJson.MAPPER.readValue(result.getString("headers"), HEADERS);
      return new OutboxRow(
          result.getLong("id"),
          new Message(
              result.getString("topic"),
              result.getString("key"),
              headers,
              result.getString("value")));
    } catch (JsonProcessingException e) {
      throw new SQLException("unreadable headers in outbox row " + result.getLong("id"), e);
    }
  }

  /** A machine that is gone without a word must not keep the relay waiting. */
  private Connection connect() throws SQLException {
    Connection connection = dataSource.getConnection();
    connection.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
    return connection;
  }

  private int update(String sql, Binding binding) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      return statement.executeUpdate();
    }
  }

  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }
}
