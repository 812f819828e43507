package io.stillframe.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresTest {
  @TempDir Path directory;

  @Test
  void keepsItsDataOverARestart() throws SQLException {
    // Given
    try (Postgres postgres = Postgres.start(directory, 0, true)) {
      execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    // When
    try (Postgres postgres = Postgres.start(directory, 0, true)) {
      // Then
      assertThat(value(postgres, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(value(postgres, "SHOW fsync")).isEqualTo("on");
    }
  }

  private static void execute(Postgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(Postgres postgres, String query) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(Postgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl("command"), Postgres.USER, Postgres.PASSWORD);
  }
}
