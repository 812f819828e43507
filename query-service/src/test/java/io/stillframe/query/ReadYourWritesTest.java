package io.stillframe.query;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** Law 6: a caller reads what it wrote. */
@QueryServiceTest
class ReadYourWritesTest {
  @Inject AgroalDataSource dataSource;

  @BeforeEach
  void awaitReady() {
    Api.awaitReady();
  }

  @Test
  void acceptedSnapshotIsAnsweredThoughItsRecordArrivesLater() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "late");
    CompletableFuture<Integer> asked =
        CompletableFuture.supplyAsync(() -> Api.snapshot(life.id()).statusCode());
    // When
    CompletableFuture.runAsync(
            () -> Publisher.publish(life.create),
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS, Runnable::run))
        .join();
    // Then
    assertThat(asked.join()).isEqualTo(200);
    Api.operation(life.operationId())
        .then()
        .statusCode(200)
        .body("status", equalTo("running"), "snapshotId", equalTo(life.id().toString()));
  }

  @Test
  void acceptedSnapshotIsWaitedForWhileNothingIsApplied() throws Exception {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "behind");
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table applied_offset in share row exclusive mode");
      // When
      Publisher.publish(life.create);
      CompletableFuture<Integer> asked =
          CompletableFuture.supplyAsync(() -> Api.snapshot(life.id()).statusCode());
      await().during(Duration.ofSeconds(3)).until(() -> !asked.isDone());
      connection.rollback();
      // Then
      assertThat(asked.join()).isEqualTo(200);
    }
  }

  @Test
  void listShowsWhatWasPublishedBefore() {
    for (int i = 0; i < 20; i++) {
      // Given
      Life life = Life.of(Keys.ORGANIZATION, "listed");
      // When
      Publisher.publish(life.create);
      // Then
      Api.get("/v1/snapshots?limit=1").then().body("items.id", contains(life.id().toString()));
      Api.get("/v1/operations").then().body("items.id", hasItem(life.operationId().toString()));
    }
  }

  @Test
  void answersSoonAfterThePublication() {
    // Given
    Life warm = Life.of(Keys.ORGANIZATION, "warm");
    Publisher.publish(warm.create);
    Api.snapshot(warm.id()).then().statusCode(200);
    // When
    List<Long> millis =
        new ArrayList<>(
            IntStream.range(0, 50)
                .mapToObj(
                    i -> {
                      Life life = Life.of(Keys.ORGANIZATION, "soon");
                      Publisher.publish(life.create);
                      long start = System.nanoTime();
                      Api.snapshot(life.id()).then().statusCode(200);
                      return Duration.ofNanos(System.nanoTime() - start).toMillis();
                    })
                .sorted()
                .toList());
    // Then
    // Far above what is measured on an idle machine, far below a wait that polls.
    assertThat(millis.get(25)).isLessThan(250);
  }

  @Test
  void minVersionWaitsForTheVersion() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "versions");
    Publisher.publish(life.requested());
    CompletableFuture<Integer> asked =
        CompletableFuture.supplyAsync(
            () ->
                Api.get("/v1/snapshots/" + life.id() + "?minVersion=2")
                    .jsonPath()
                    .getInt("version"));
    // When
    Publisher.publish(life.creating());
    // Then
    assertThat(asked.join()).isEqualTo(2);
  }

  @Test
  void minVersionThatNeverComesAnswersWithWhatThereIs() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "stuck");
    Publisher.publish(life.requested());
    // When
    var answer =
        Api.as(Keys.READER)
            .header("Prefer", "wait=1")
            .get("/v1/snapshots/" + life.id() + "?minVersion=9");
    // Then
    answer.then().statusCode(200).body("version", equalTo(1));
  }

  @Test
  void heldOperationIsAnsweredWhenItEnds() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "held");
    Publisher.publish(life.requested());
    CompletableFuture<String> held =
        CompletableFuture.supplyAsync(
            () ->
                Api.as(Keys.READER)
                    .header("Prefer", "wait=20")
                    .get("/v1/operations/" + life.operationId())
                    .then()
                    .header("Preference-Applied", "wait=20")
                    .extract()
                    .path("status"));
    // When
    Publisher.publish(life.creating(), life.available(3));
    // Then
    assertThat(held.join()).isEqualTo("succeeded");
  }

  @Test
  void runningOperationSaysWhenToAskAgain() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "running");
    // When
    Publisher.publish(life.requested());
    // Then
    Api.operation(life.operationId())
        .then()
        .statusCode(200)
        .header("Retry-After", "1")
        .body("status", equalTo("running"), "organization", equalTo(null));
  }

  @Test
  void oldUnknownIdIsAnsweredAtOnce() {
    // Given
    UUID old = UUID.fromString("01900000-0000-7000-8000-000000000000");
    long start = System.nanoTime();
    // When
    Api.snapshot(old).then().statusCode(404);
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
  }
}
