package io.stillframe.worker.provider;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTest {
  @Test
  void onlySilenceAfterTheLastAnswerCounts() {
    // When
    Tally tally =
        Tally.NONE
            .and(CallOutcome.UNANSWERED, null)
            .and(CallOutcome.UNANSWERED, null)
            .and(CallOutcome.RETRYABLE, null)
            .and(CallOutcome.UNANSWERED, null);

    // Then
    assertThat(tally).isEqualTo(new Tally(1, 0, null, 1));
  }

  @Test
  void theLongestPauseThatWasAskedForIsKept() {
    // When
    Tally tally =
        Tally.NONE
            .and(CallOutcome.THROTTLED, Duration.ofSeconds(2))
            .and(CallOutcome.THROTTLED, null)
            .and(CallOutcome.THROTTLED, Duration.ofSeconds(1));

    // Then
    assertThat(tally).isEqualTo(new Tally(0, 3, Duration.ofSeconds(2), 0));
  }
}
