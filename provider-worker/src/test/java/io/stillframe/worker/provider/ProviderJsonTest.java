package io.stillframe.worker.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderJsonTest {
  private record Named(String name) {}

  @ParameterizedTest
  @CsvSource({
    "a\\u0000b,a\uFFFDb",
    "half \\ud83d,half \uFFFD",
    "\\udcf7 half,\uFFFD half",
    "whole \\ud83d\\udcf7,whole 📷",
    "plain,plain"
  })
  void whatNoDatabaseKeepsIsReplaced(String sent, String kept) throws JsonProcessingException {
    assertThat(ProviderJson.MAPPER.readValue("{\"name\":\"" + sent + "\"}", Named.class).name())
        .isEqualTo(kept);
  }
}
