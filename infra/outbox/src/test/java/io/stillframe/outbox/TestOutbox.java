package io.stillframe.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;

import io.stillframe.local.Postgres;
import io.stillframe.local.SharedServers;

/**
 * An outbox table of a test's own, filled as services fill it: by an insert in some transaction.
 */
final class TestOutbox {
  static final OutboxConfig CONFIG =
      new OutboxConfig() {
        @Override
        public int bound() {
          return 1000;
        }

        @Override
        public Duration lease() {
          return Duration.ofSeconds(2);
        }

        @Override
        public Duration poll() {
          return Duration.ofMillis(50);
        }

        @Override
        public int batch() {
          return 100;
        }

        @Override
        public Duration retention() {
          return Duration.ofHours(6);
        }
      };

  private static final List<String> MIGRATIONS = List.of("V0_1__outbox.sql", "V0_2__published.sql");

  private final String url;
  final DataSource dataSource;

  /** An empty table; {@code schema} keeps tests apart. */
  TestOutbox(String schema) {
    String base = SharedServers.postgres().jdbcUrl("command");
    url = base + (base.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    dataSource = dataSource(url);
    execute("drop schema if exists %1$s cascade; create schema %1$s".formatted(schema));
    MIGRATIONS.forEach(name -> execute(migration(name)));
  }

  /** With a few connections that stay open, as services have it. */
  static DataSource dataSource(String url) {
    try {
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(
                  pool ->
                      pool.maxSize(3)
                          .connectionFactoryConfiguration(
                              connection ->
                                  connection
                                      .jdbcUrl(url)
                                      .principal(new NamePrincipal(Postgres.USER))
                                      .credential(new SimplePassword(Postgres.PASSWORD)))));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return url;
  }

  void append(String topic, String key, String value) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into outbox (topic, key, headers, value) values (?, ?, '{\"ce_type\": \"t\"}', ?)")) {
      insert.setString(1, topic);
      insert.setString(2, key);
      insert.setString(3, value);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long pending() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select count(*) from outbox where published_at is null")) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String migration(String name) {
    try (var sql = TestOutbox.class.getResourceAsStream("/db/outbox/" + name)) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
