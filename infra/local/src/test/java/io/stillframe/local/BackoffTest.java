package io.stillframe.local;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  @Test
  void doublesUpToHalfAMinute() {
    // When
    Stream<Duration> waits = Stream.generate(() -> backoff.after(Duration.ofSeconds(1))).limit(8);
    // Then
    assertThat(waits.map(Duration::toMillis))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
  }

  @Test
  void startsOverAfterAProcessRanLongEnough() {
    // Given
    Duration first = backoff.after(Duration.ZERO).plus(backoff.after(Duration.ZERO));
    // When
    Duration wait = backoff.after(Duration.ofSeconds(60));
    // Then
    assertThat(first).isEqualTo(Duration.ofMillis(1_500));
    assertThat(wait).isEqualTo(Duration.ofMillis(500));
  }
}
