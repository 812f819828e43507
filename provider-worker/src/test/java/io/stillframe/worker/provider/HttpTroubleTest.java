package io.stillframe.worker.provider;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;

class HttpTroubleTest {
  private static final String SECRET = "a-key-of-ours";

  @Test
  void aCloudsWordsNeverRepeatOurKeyAndAreBounded() {
    // Given
    String chatty = "the key " + SECRET + " is\u0000wrong " + "x".repeat(10_000);

    // When
    Problem problem =
        HttpTrouble.Words.without(SECRET, chatty, SECRET + "-code", SECRET + "-request")
            .as(ProblemType.PROVIDER_REFUSED, "the cloud refused");

    // Then
    assertThat(problem.toString()).doesNotContain(SECRET).doesNotContain("\u0000");
    assertThat(problem.detail())
        .startsWith("the cloud refused: the key … is\uFFFDwrong")
        .hasSizeLessThan(600);
    assertThat(problem.providerCode()).isEqualTo("…-code");
    assertThat(problem.providerRequestId()).isEqualTo("…-request");
  }

  @Test
  void aCloudThatSaysNothingIsToldOfInOurWords() {
    assertThat(
            new HttpTrouble.Words(null, null, null)
                .as(ProblemType.PROVIDER_REFUSED, "the cloud refused")
                .detail())
        .isEqualTo("the cloud refused");
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "999999999, 999999999", "'Sun, 06 Nov 1994 08:49:37 GMT',", "soon,", "-1,"})
  void waitsAsLongAsTheCloudAsks(String header, Long seconds) {
    assertThat(refused(header).retryAfter())
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  @Test
  void waitsUntilADateThatTheCloudNames() {
    // Given
    ZonedDateTime until = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60);

    // When
    ProviderException throttled = refused(DateTimeFormatter.RFC_1123_DATE_TIME.format(until));

    // Then
    assertThat(throttled.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  private static ProviderException refused(String retryAfter) {
    return HttpTrouble.refused(429, new HttpTrouble.Words(null, null, null), retryAfter, false);
  }
}
