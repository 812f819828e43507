package io.stillframe.query.reading;

import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.vertx.VertxContextSupport;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Message;
import io.stillframe.intake.Behind;
import io.stillframe.query.Keys;
import io.stillframe.query.Life;
import io.stillframe.query.Publisher;
import io.stillframe.query.QueryServiceTest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process that starts with tables that are far behind is not ready. */
@QueryServiceTest
class CaughtUpTest {
  /** Over six partitions, more for each than a process may be behind. */
  private static final int REQUESTS = 200;

  @Inject Behind behind;
  @Inject ReadingConfig config;
  @Inject AgroalDataSource dataSource;

  @Test
  void isNotReadyBeforeTheTablesShowWhatWasPublishedBefore() throws Throwable {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      // Given
      connection.setAutoCommit(false);
      statement.execute("lock table applied_offset in share row exclusive mode");
      Publisher.publish(
          IntStream.range(0, REQUESTS)
              .mapToObj(number -> Message.of(Life.of(Keys.ORGANIZATION, "behind").create))
              .toArray(Message[]::new));
      CaughtUp started = new CaughtUp(behind, config);

      // When
      HealthCheckResponse before = look(started);

      // Then
      assertThat(before.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
      assertThat(before.getData().orElseThrow())
          .containsEntry("reason", "it is far behind what was published before the start");

      // When
      connection.rollback();

      // Then
      await()
          .atMost(20, SECONDS)
          .until(() -> look(started).getStatus() == HealthCheckResponse.Status.UP);
    }
  }

  private static HealthCheckResponse look(CaughtUp started) {
    try {
      return VertxContextSupport.subscribeAndAwait(started::call);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
