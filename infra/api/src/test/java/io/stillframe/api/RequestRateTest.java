package io.stillframe.api;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.stillframe.contract.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestRateTest {
  private static final long SECOND = 1_000_000_000;

  private final RequestRate rate =
      new RequestRate(new Quota(10, Map.of("small", new Own(OptionalInt.of(1)))));

  @Test
  void aBurstOfTwoSecondsIsTakenAndThenTheRate() {
    // Given
    IntStream.range(0, 20).forEach(i -> rate.require("org", 0));
    // When
    assertRefused("org", 0);
    rate.require("org", SECOND / 10);
    // Then
    assertRefused("org", SECOND / 10);
  }

  @Test
  void restDoesNotAddUp() {
    // Given
    rate.require("org", 0);
    // When
    long later = 1000 * SECOND;
    IntStream.range(0, 20).forEach(i -> rate.require("org", later));
    // Then
    assertRefused("org", later);
  }

  @Test
  void refusedCallsCostNothing() {
    // Given
    IntStream.range(0, 20).forEach(i -> rate.require("org", 0));
    // When
    IntStream.range(1, 100).forEach(i -> assertRefused("org", i * SECOND / 1000));
    // Then
    rate.require("org", SECOND / 10);
  }

  @Test
  void oneOrganizationTakesNothingFromAnother() {
    // Given
    rate.require("small", 0);
    rate.require("small", 0);
    // When
    assertRefused("small", 0);
    // Then
    rate.require("org", 0);
  }

  private void assertRefused(String organization, long now) {
    assertThatThrownBy(() -> rate.require(organization, now))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().is(ProblemType.TOO_MANY_REQUESTS)).isTrue();
              assertThat(e.headers()).containsEntry("Retry-After", "1");
            });
  }

  private record Quota(int requestsPerSecond, Map<String, Organization> organizations)
      implements QuotaConfig {
    @Override
    public long snapshots() {
      return 0;
    }

    @Override
    public OptionalLong bytesInFlight() {
      return OptionalLong.empty();
    }

    @Override
    public long changes() {
      return 0;
    }
  }

  private record Own(OptionalInt requestsPerSecond) implements QuotaConfig.Organization {
    @Override
    public OptionalLong snapshots() {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong bytesInFlight() {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong changes() {
      return OptionalLong.empty();
    }
  }
}
