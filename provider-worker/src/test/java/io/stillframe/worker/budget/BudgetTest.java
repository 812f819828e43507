package io.stillframe.worker.budget;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.ContractJson;
import io.stillframe.worker.provider.CallOutcome;
import io.stillframe.worker.provider.Limit;
import io.stillframe.worker.provider.Tally;

import static io.stillframe.worker.Some.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BudgetTest {
  private static final Limit LIMIT = new Limit(10, 20);
  private static final Duration STEP = Duration.ofSeconds(25);

  private Budget budget = Budget.full(LIMIT, NOW);
  private Instant now = NOW;

  @Test
  void stepsGoOutAtTheRateAndInABurstAfterAQuietTime() {
    // When
    budget = budget.less(20, STEP);

    // Then
    assertThat(budget.room()).isZero();
    assertThat(after(Duration.ofMillis(99)).room()).isZero();
    assertThat(after(Duration.ofMillis(1)).room()).isEqualTo(1);
    assertThat(after(Duration.ofHours(1)).room()).isEqualTo(20);
  }

  @Test
  void aProviderThatAsksForItIsLeftInPeaceAndAskedMoreSlowly() {
    // When
    ended(CallOutcome.THROTTLED, Duration.ofSeconds(7));

    // Then
    assertThat(budget.isPaused(NOW.plusMillis(6_999))).isTrue();
    assertThat(after(Duration.ofMillis(6_999)).room()).isZero();
    assertThat(after(Duration.ofMillis(1)).room()).isEqualTo(1);
    assertThat(budget.rate()).isEqualTo(5);
  }

  @Test
  void noPauseIsLongerThanFiveMinutesAndNoRateTooSlowToGoOn() {
    // When
    for (int i = 0; i < 50; i++) {
      ended(CallOutcome.THROTTLED, Duration.ofDays(3));
      after(Duration.ofMinutes(5));
    }

    // Then
    assertThat(budget.room()).isPositive();
    assertThat(budget.rate()).isEqualTo(0.5);
  }

  @Test
  void warningsOfCallsThatWereUnderWayTogetherAreOne() {
    // When
    ended(CallOutcome.THROTTLED, Duration.ofSeconds(2));
    ended(CallOutcome.THROTTLED, Duration.ofSeconds(9));
    ended(CallOutcome.THROTTLED, Duration.ofSeconds(1));

    // Then
    assertThat(budget.rate()).isEqualTo(5);
    assertThat(budget.pausedUntil()).isEqualTo(NOW.plusSeconds(9));
  }

  @Test
  void answersMakeItFasterAgainLittleByLittle() {
    // Given
    ended(CallOutcome.THROTTLED, null);
    after(Duration.ofSeconds(1));

    // When
    ended(CallOutcome.SUCCEEDED, null);

    // Then
    assertThat(budget.rate()).isCloseTo(5.05, within(0.001));

    // When
    for (int i = 0; i < 300; i++) {
      ended(CallOutcome.SUCCEEDED, null);
    }

    // Then
    assertThat(budget.rate()).isEqualTo(10);
  }

  @Test
  void oneStepAtATimeFindsOutWhetherASilentProviderIsBack() {
    // Given
    for (int i = 0; i < 4; i++) {
      ended(CallOutcome.UNANSWERED, null);
    }
    assertThat(budget.room()).isEqualTo(20);

    // When
    ended(CallOutcome.UNANSWERED, null);

    // Then
    assertThat(budget.isSilent()).isTrue();
    assertThat(after(Duration.ofMillis(999)).room()).isZero();
    assertThat(after(Duration.ofMillis(1)).room()).isEqualTo(1);

    // When
    budget = budget.less(1, STEP);

    // Then
    assertThat(budget.room()).isZero();
    assertThat(after(STEP.minusMillis(1)).room()).isZero();
    assertThat(after(Duration.ofMillis(1)).room()).isEqualTo(1);
  }

  @Test
  void looksForASilentProviderEverMoreRarelyWithinABound() {
    // Given
    for (int i = 0; i < 5; i++) {
      ended(CallOutcome.UNANSWERED, null);
    }
    assertThat(pause()).isEqualTo(Duration.ofSeconds(1));

    // When, Then
    for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
      after(pause());
      budget = budget.less(1, STEP);
      ended(CallOutcome.UNANSWERED, null);
      assertThat(pause()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void lateSilenceOfCallsThatWereUnderWayMakesNoPauseLonger() {
    // Given
    for (int i = 0; i < 5; i++) {
      ended(CallOutcome.UNANSWERED, null);
    }

    // When
    for (int i = 0; i < 50; i++) {
      ended(CallOutcome.UNANSWERED, null);
    }

    // Then
    assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anAnswerEndsTheSilenceAtOnce() {
    // Given
    for (int i = 0; i < 5; i++) {
      ended(CallOutcome.UNANSWERED, null);
    }

    // When
    ended(CallOutcome.REJECTED, null);

    // Then
    assertThat(budget.isSilent()).isFalse();
    assertThat(budget.room()).isEqualTo(20);
  }

  @Test
  void anAnswerEndsNoPauseThatTheProviderAskedFor() {
    // When
    ended(CallOutcome.THROTTLED, Duration.ofSeconds(7));
    ended(CallOutcome.SUCCEEDED, null);

    // Then
    assertThat(budget.room()).isZero();
    assertThat(budget.pausedUntil()).isEqualTo(NOW.plusSeconds(7));
  }

  @Test
  void isStoredWhole() throws Exception {
    // Given
    ended(CallOutcome.THROTTLED, Duration.ofSeconds(7));
    String json = ContractJson.MAPPER.writeValueAsString(budget);

    // When, Then
    assertThat(ContractJson.MAPPER.readValue(json, Budget.class)).isEqualTo(budget);
  }

  private Budget after(Duration time) {
    now = now.plus(time);
    budget = budget.at(LIMIT, now);
    return budget;
  }

  private Duration pause() {
    return Duration.between(now, budget.pausedUntil());
  }

  private void ended(CallOutcome outcome, @Nullable Duration retryAfter) {
    budget = budget.after(Tally.NONE.and(outcome, retryAfter), LIMIT);
  }
}
