package io.stillframe.command.operation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LookingTest {
  private static final int MOST = 3;
  private static final int MOST_OF_ONE = 2;

  private final Vertx vertx = Vertx.vertx();
  private final Looking looking = new Looking(MOST, MOST_OF_ONE);
  private final AtomicInteger seen = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void whoeverComesWhenTooManyLookIsAnsweredWithWhatThereIs() throws Exception {
    // Given
    List<CompletableFuture<Integer>> held =
        IntStream.range(0, MOST).mapToObj(each -> look("organization " + each)).toList();

    // When
    int answer = look("one more").get(5, TimeUnit.SECONDS);

    // Then
    assertThat(answer).isZero();
    assertThat(held).noneMatch(CompletableFuture::isDone);

    // When
    seen.set(1);

    // Then
    for (CompletableFuture<Integer> each : held) {
      assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void oneOrganizationLeavesRoomForOthers() throws Exception {
    // Given
    IntStream.range(0, MOST_OF_ONE).forEach(each -> look("busy"));

    // When
    int answer = look("busy").get(5, TimeUnit.SECONDS);
    CompletableFuture<Integer> other = look("other");

    // Then
    assertThat(answer).isZero();
    Awaitility.await().during(Duration.ofMillis(300)).until(() -> !other.isDone());

    // When
    seen.set(1);

    // Then
    assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private CompletableFuture<Integer> look(String organization) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    vertx.runOnContext(
        ignored ->
            looking
                .until(
                    organization,
                    () -> Uni.createFrom().item(seen::get),
                    value -> value > 0,
                    Duration.ofSeconds(30))
                .subscribe()
                .with(answer::complete, answer::completeExceptionally));
    return answer;
  }
}
