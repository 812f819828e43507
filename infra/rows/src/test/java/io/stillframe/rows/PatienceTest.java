package io.stillframe.rows;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class PatienceTest {
  /** As many as may wait for the database. */
  private static final int MOST = 2000;

  private final Vertx vertx = Vertx.vertx();

  /** Until the test is over: what is given up counts as long as it is under way. */
  private final CompletableFuture<String> never = new CompletableFuture<>();

  @AfterEach
  void close() {
    never.complete("late");
    vertx.close();
  }

  @Test
  void whoeverComesWhenTooManyWaitIsRefusedAtOnce() throws Exception {
    // Given
    CompletableFuture<String> database = new CompletableFuture<>();
    List<CompletableFuture<String>> waiting =
        IntStream.range(0, MOST).mapToObj(each -> ask(database)).toList();

    // When
    CompletableFuture<String> refused = ask(new CompletableFuture<>());

    // Then
    assertThatThrownBy(() -> refused.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(TimeoutException.class)
        .hasMessage("too much waits for the database");
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    // When
    database.complete("answered");

    // Then
    for (CompletableFuture<String> each : waiting) {
      assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo("answered");
    }
    assertThat(ask(database).get(5, TimeUnit.SECONDS)).isEqualTo("answered");
  }

  @Test
  void aDatabaseThatServesOthersIsWaitedFor() {
    // Given
    long others = vertx.setPeriodic(100, ignored -> ask(CompletableFuture.completedFuture("row")));

    // When
    CompletableFuture<String> slow = ask(never);

    // Then
    await().during(6, TimeUnit.SECONDS).atMost(7, TimeUnit.SECONDS).until(() -> !slow.isDone());

    // When
    vertx.cancelTimer(others);

    // Then
    assertGivenUp(slow, 2);
  }

  /** As one does that waits for standbys which are gone. */
  @Test
  void aDatabaseThatAnswersButEndsNobodysWorkIsWaitedForHalfAsLong() throws Exception {
    // Given
    ask(CompletableFuture.completedFuture("row")).get(5, TimeUnit.SECONDS);
    vertx.setPeriodic(100, ignored -> Patience.noteAnswer());

    // When
    CompletableFuture<String> slow = ask(never);

    // Then
    await().during(3, TimeUnit.SECONDS).atMost(4, TimeUnit.SECONDS).until(() -> !slow.isDone());
    assertGivenUp(slow, 4);
  }

  private static void assertGivenUp(CompletableFuture<String> slow, int seconds) {
    assertThatThrownBy(() -> slow.get(seconds, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(TimeoutException.class)
        .hasMessage("the database did not answer in time");
  }

  private CompletableFuture<String> ask(CompletableFuture<String> database) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    vertx.runOnContext(
        ignored ->
            Patience.with(Uni.createFrom().completionStage(database).map(Objects::requireNonNull))
                .subscribe()
                .with(answer::complete, answer::completeExceptionally));
    return answer;
  }
}
