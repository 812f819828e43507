package io.stillframe.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;

/** What the projection has written. */
final class Tables {
  private Tables() {}

  /** Every row about a snapshot, without the snapshot's and its operations' ids. */
  static List<String> rowsOf(Life life) {
    return rows(
        """
            select 's' || to_jsonb(v)::text from snapshot_view v where id = '%1$s'
            union all select 'o' || to_jsonb(v)::text from operation_view v where snapshot_id = '%1$s'
            union all select 't' || to_jsonb(v)::text from timeline_entry v where snapshot_id = '%1$s'
            order by 1
            """
            .formatted(life.id()));
  }

  /** Removes every row about a snapshot, as if nothing had been folded of it. */
  static void forget(Life life) {
    run("delete from snapshot_view where id = '%s'".formatted(life.id()));
    run("delete from operation_view where snapshot_id = '%s'".formatted(life.id()));
    run("delete from timeline_entry where snapshot_id = '%s'".formatted(life.id()));
  }

  static long versionOf(UUID id) {
    List<String> rows =
        rows("select version::text from snapshot_view where id = '%s'".formatted(id));
    return rows.isEmpty() ? -1 : Long.parseLong(rows.getFirst());
  }

  static List<String> rows(String sql) {
    try (Connection connection =
            Arc.container().instance(AgroalDataSource.class).get().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void run(String sql) {
    try (Connection connection =
            Arc.container().instance(AgroalDataSource.class).get().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
