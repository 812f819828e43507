package io.stillframe.rows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseConnectionsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close();
  }

  /** As when a machine is gone: packets go nowhere, and nothing comes back. */
  @Test
  void aDatabaseThatSaysNothingIsGivenUp() throws Exception {
    // Given
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      PgConnectOptions options =
          new PgConnectOptions()
              .setHost("127.0.0.1")
              .setPort(mute.getLocalPort())
              .setUser("nobody")
              .setDatabase("none");
      Pool pool = new DatabaseConnections(Duration.ofMillis(300)).create(new To(vertx, options));
      // When
      var query = pool.query("select 1").execute().toCompletionStage().toCompletableFuture();
      // Then
      assertThat(query).failsWithin(10, TimeUnit.SECONDS);
    }
  }

  private record To(Vertx vertx, PgConnectOptions options) implements PgPoolCreator.Input {
    @Override
    public PoolOptions poolOptions() {
      return new PoolOptions();
    }

    @Override
    public List<PgConnectOptions> pgConnectOptionsList() {
      return List.of(options);
    }
  }
}
