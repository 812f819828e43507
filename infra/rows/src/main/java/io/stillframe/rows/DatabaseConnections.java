package io.stillframe.rows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * Connections of which neither side waits for ever when the other's machine is gone without a word:
 * the kernel would take a quarter of an hour to find that out, and for somebody who only listens
 * two hours.
 */
@Singleton
public class DatabaseConnections implements PgPoolCreator {
  /** Longer than any statement takes; a connection that nobody used meanwhile is made anew. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  /** What the database is asked to do about us, in its own units. */
  private static final Map<String, String> SERVER_SIDE =
      Map.of(
          // A replica that was paused in the middle of a transaction must not keep its locks.
          "idle_in_transaction_session_timeout", "60s",
          "tcp_keepalives_idle", "30",
          "tcp_keepalives_interval", "10",
          "tcp_keepalives_count", "3",
          "tcp_user_timeout", "60s");

  private final Duration silence;

  DatabaseConnections() {
    this(SILENCE);
  }

  /**
   * @param silence after which a connection is given up
   */
  DatabaseConnections(Duration silence) {
    this.silence = silence;
  }

  @Override
  public Pool create(Input input) {
    List<SqlConnectOptions> databases =
        input.pgConnectOptionsList().stream().<SqlConnectOptions>map(this::bounded).toList();
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(databases)
        .using(input.vertx())
        .build();
  }

  private PgConnectOptions bounded(PgConnectOptions options) {
    SERVER_SIDE.forEach(options::addProperty);
    return options
        .setIdleTimeout((int) silence.toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }
}
