package io.stillframe.rows;

import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * Connections that keep their prepared statements, and of which the database does not wait for us
 * for ever: of a machine that is gone without a word it would keep the locks for two hours, as long
 * as the kernel takes to find that out.
 */
@Singleton
public class DatabaseConnections implements PgPoolCreator {
  /** Characters; none of ours is half as long. */
  private static final int LONGEST_STATEMENT = 16_384;

  /** In the database's own units. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          // A replica that was paused in the middle of a transaction must not keep its locks.
          "idle_in_transaction_session_timeout", "60s",
          "tcp_keepalives_idle", "30",
          "tcp_keepalives_interval", "10",
          "tcp_keepalives_count", "3",
          "tcp_user_timeout", "60s",
          // A kept plan would be that of the first rows, for a table that fills up within seconds.
          "plan_cache_mode", "force_custom_plan");

  @Override
  public Pool create(Input input) {
    List<SqlConnectOptions> databases =
        input.pgConnectOptionsList().stream()
            .<SqlConnectOptions>map(DatabaseConnections::bounded)
            .toList();
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(databases)
        .using(input.vertx())
        .build();
  }

  private static PgConnectOptions bounded(PgConnectOptions options) {
    SETTINGS.forEach(options::addProperty);
    // A statement is sent and parsed once per connection, however long its text.
    options.setCachePreparedStatements(true).setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
    return options;
  }
}
