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
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingTest {
  private static final int MOST = 3;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AppliedSignal signal = new AppliedSignal();
  private final Waiting waiting = new Waiting(signal, config());
  private final AtomicInteger seen = new AtomicInteger();

  @Test
  void whoeverComesWhenTooManyWaitIsAnsweredWithWhatThereIs() throws Exception {
    // Given
    UUID id = UUID.randomUUID();
    List<CompletableFuture<Integer>> held =
        IntStream.range(0, MOST).mapToObj(each -> waitFor(id)).toList();

    // When
    int answer = waitFor(id).get(5, TimeUnit.SECONDS);

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
    assertThat(waitFor(id)).isNotDone();
  }

  private CompletableFuture<Integer> waitFor(UUID id) {
    return waiting
        .until(id, LONG, () -> Uni.createFrom().item(seen::get), value -> value > 0)
        .subscribeAsCompletionStage();
  }

  private static ReadingConfig config() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(ReadingConfig.class)
        .withSources(
            new PropertiesConfigSource(
                Map.of("stillframe.reading.max-waiters", Integer.toString(MOST)), "test", 100))
        .build()
        .getConfigMapping(ReadingConfig.class);
  }
}
