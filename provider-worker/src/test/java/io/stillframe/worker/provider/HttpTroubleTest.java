package io.stillframe.worker.provider;

import org.junit.jupiter.api.Test;

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
}
