package io.stillframe.api;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Prefer, entity tags, ids and parameters. */
class HeadersTest {

  @ParameterizedTest
  @CsvSource({
    "wait=20, 20",
    "WAIT = 20, 20",
    "'wait=\"20\"', 20",
    "'respond-async, wait=7; x=y', 7",
    "'wait=3, wait=9', 3",
    "wait=0, 0",
    "wait=61, 60",
    "wait=99999999999999999999, 60"
  })
  void waitIsReadAndBounded(String header, long seconds) {
    assertThat(Prefer.of(List.of(header)).waiting()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "wait", "wait=-1", "wait=1.5", "wait=abc", "return=minimal", "await=3"})
  void preferenceThatCannotBeReadIsPassedOver(String header) {
    assertThat(Prefer.of(List.of(header)).waiting()).isEmpty();
    assertThat(Prefer.of(List.of(header)).applied()).isEmpty();
    assertThat(Prefer.of(null).waitOrZero()).isZero();
  }

  @Test
  void strongTagMatchesItsRevisionOnly() {
    // When
    EntityTags tags =
        EntityTags.parse("If-Match", List.of("\"3\", W/\"4\"", "\"x\"")).orElseThrow();
    // Then
    assertThat(tags.matchStrongly(3)).isTrue();
    assertThat(tags.matchStrongly(4)).isFalse();
    assertThat(tags.matchWeakly(4)).isTrue();
    assertThat(tags.matchWeakly(5)).isFalse();
    assertThat(EntityTags.of(3)).isEqualTo("\"3\"");
  }

  @Test
  void starMatchesEverythingAndAbsenceIsNothing() {
    assertThat(EntityTags.parse("If-Match", List.of("*")).orElseThrow().matchStrongly(9)).isTrue();
    assertThat(EntityTags.parse("If-Match", null)).isEmpty();
    assertThat(EntityTags.parse("If-Match", List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "\"3",
        "\"3\" \"4\"",
        "\"3\",",
        ",\"3\"",
        "w/\"3\"",
        "*, \"3\"",
        "\"a\"b\""
      })
  void garbageTagIsAProblem(String header) {
    assertThatThrownBy(() -> EntityTags.parse("If-Match", List.of(header)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().is(ProblemType.INVALID_PARAMETER)).isTrue();
              assertThat(e.problem().field()).isEqualTo("If-Match");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-1-1-1-1", "../etc", "", "01900000-0000-7000-8000-00000000000", "\0"})
  void textThatIsNoUuidIsAnUnknownId(String text) {
    assertThatThrownBy(() -> PathId.parse(text, ProblemType.SNAPSHOT_NOT_FOUND))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(404));
  }

  @Test
  void idIsReadInAnyCase() {
    assertThat(PathId.parse("01900000-0000-7000-8000-00000000000A", ProblemType.NOT_FOUND))
        .isEqualTo(UUID.fromString("01900000-0000-7000-8000-00000000000a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "x", "1.0", "-1", "99999999999999999999", " 1"})
  void numberOutOfBoundsIsAProblem(String text) {
    assertThatThrownBy(() -> QueryParameter.number("limit", text, 1, 100, 50))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("from 1 to 100");
    assertThat(QueryParameter.number("limit", null, 1, 100, 50)).isEqualTo(50);
    assertThat(QueryParameter.number("limit", "100", 1, 100, 50)).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "+10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-18:00",
        "0001-01-01T00:00:00+00:01",
        "0000-12-31T23:59:59Z",
        "1"
      })
  void textThatIsNoTimeIsAProblem(String text) {
    assertThatThrownBy(() -> QueryParameter.time("createdAfter", text))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"})
  void everyYearOfFourDigitsIsTaken(String text) {
    assertThat(QueryParameter.time("createdAfter", text)).isEqualTo(text);
  }

  @Test
  void roleCoversTheRolesBelow() {
    assertThat(Role.ADMIN.atLeast(Role.READER)).isTrue();
    assertThat(Role.OPERATOR.atLeast(Role.OPERATOR)).isTrue();
    assertThat(Role.READER.atLeast(Role.OPERATOR)).isFalse();
  }
}
