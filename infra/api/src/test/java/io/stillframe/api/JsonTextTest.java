package io.stillframe.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTextTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"name":"a\\u0000"}                  | name
          {"labels":{"a":"\\ud800"}}           | labels.a
          {"labels":{"a\\u0000":"b"}}          | labels.a\uFFFD
          {"labels":{"\\udc00":{"x":1}}}       | labels.\uFFFD
          {"list":["a",{"b":"\\u0000"}]}       | list[1].b
          """)
  void textThatCannotBeKeptIsNamed(String json, String field) throws Exception {
    // Given
    var body = MAPPER.readTree(json);
    // When, Then
    assertThatThrownBy(() -> JsonText.check(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().is(ProblemType.MALFORMED_BODY)).isTrue();
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().field()).isEqualTo(field);
            });
  }

  @Test
  void everyOtherTextIsTaken() throws Exception {
    // Given
    var body = MAPPER.readTree("{\"a\":[\"\\ud83d\\ude00\", 1, null, true, {}], \"\":\"\"}");
    // When, Then
    assertThatCode(() -> JsonText.check(body)).doesNotThrowAnyException();
  }
}
