package io.stillframe.query.reading;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingTest {
  private static final int MOST = 3;
  private static final int MOST_OF_ONE = 2;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AppliedSignal signal = new AppliedSignal();
  private final Waiting waiting = new Waiting(signal, config());
  private final AtomicInteger seen = new AtomicInteger();

  @Test
  void whoeverComesWhenTooManyWaitIsAnsweredWithWhatThereIs() throws Exception {
    // Given
    UUID id = UUID.randomUUID();
    List<CompletableFuture<Integer>> held =
        IntStream.range(0, MOST).mapToObj(each -> waitFor("org-" + each, id)).toList();

    // When
    int answer = waitFor("another", id).get(5, TimeUnit.SECONDS);

    // Then
    assertThat(answer).isZero();
    assertThat(held).noneMatch(CompletableFuture::isDone);

    // When
    seen.set(1);
    signal.applied(Set.of(id));

    // Then
    for (CompletableFuture<Integer> each : held) {
      assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }
    // There is room again.
    seen.set(0);
    assertThat(waitFor("another", id)).isNotDone();
  }

  @Test
  void anOrganizationThatWaitsMuchLeavesRoomForOthers() throws Exception {
    // Given
    UUID id = UUID.randomUUID();
    List<CompletableFuture<Integer>> held =
        IntStream.range(0, MOST_OF_ONE).mapToObj(each -> waitFor("greedy", id)).toList();

    // When
    for (int i = 0; i < 10; i++) {
      assertThat(waitFor("greedy", id).get(5, TimeUnit.SECONDS)).isZero();
    }

    // Then
    assertThat(held).noneMatch(CompletableFuture::isDone);
    CompletableFuture<Integer> other = waitFor("another", id);
    assertThat(other).isNotDone();

    // When
    seen.set(1);
    signal.applied(Set.of(id));

    // Then
    assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    for (CompletableFuture<Integer> each : held) {
      assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }
    // There is room for it again.
    seen.set(0);
    assertThat(waitFor("greedy", id)).isNotDone();
  }

  @Test
  void whatWaitsForNobodyHasNoBoundButThatOfAll() {
    // Given
    UUID id = UUID.randomUUID();

    // When
    List<CompletableFuture<Integer>> held =
        IntStream.range(0, MOST).mapToObj(each -> waitFor(null, id)).toList();

    // Then
    assertThat(held).noneMatch(CompletableFuture::isDone);
    assertThat(waitFor(null, id)).isDone();
  }

  private CompletableFuture<Integer> waitFor(@Nullable String organization, UUID id) {
    return waiting
        .until(organization, id, LONG, () -> Uni.createFrom().item(seen::get), value -> value > 0)
        .subscribeAsCompletionStage();
  }

  private static ReadingConfig config() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(ReadingConfig.class)
        .withSources(
            new PropertiesConfigSource(
                Map.of(
                    "stillframe.reading.max-waiters",
                    Integer.toString(MOST),
                    "stillframe.reading.max-waiters-of-organization",
                    Integer.toString(MOST_OF_ONE)),
                "test",
                100))
        .build()
        .getConfigMapping(ReadingConfig.class);
  }
}
