package io.stillframe.query.reading;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.stillframe.intake.Behind;
import io.stillframe.query.Api;
import io.stillframe.query.Keys;
import io.stillframe.query.Life;
import io.stillframe.query.Publisher;
import io.stillframe.query.QueryServiceTest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** Ids that were made while no process projected. */
@QueryServiceTest
class ArrivalTest {
  @Inject Waiting waiting;
  @Inject Behind behind;
  @Inject ReadingConfig config;
  @Inject AgroalDataSource dataSource;

  @Test
  void anOldIdIsWaitedForAfterAStartWhileTheTablesAreBehind() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      // Given
      Api.awaitReady();
      connection.setAutoCommit(false);
      statement.execute("lock table applied_offset in share row exclusive mode");
      Life life = Life.of(Keys.ORGANIZATION, "away");
      Publisher.publish(life.create);
      Instant muchLater = Instant.now().plus(Duration.ofHours(1));
      Arrival started = arrival(new Young(config, Clock.fixed(muchLater, ZoneOffset.UTC)));

      // When
      CompletableFuture<Boolean> asked = ask(started, life.id());

      // Then
      await().during(2, SECONDS).atMost(5, SECONDS).until(() -> !asked.isDone());

      // When
      connection.rollback();

      // Then
      await().atMost(5, SECONDS).until(asked::isDone);
    }
  }

  private Arrival arrival(Young young) {
    return new Arrival(young, waiting, behind, config, new CaughtUp(behind, config));
  }

  private static CompletableFuture<Boolean> ask(Arrival arrival, UUID id) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return VertxContextSupport.subscribeAndAwait(
                () ->
                    arrival
                        .of(
                            Keys.ORGANIZATION,
                            id,
                            () -> Uni.createFrom().item(Optional.<UUID>empty()))
                        .map(Optional::isPresent));
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }
}
