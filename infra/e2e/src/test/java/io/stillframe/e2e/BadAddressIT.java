package io.stillframe.e2e;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.stillframe.e2e.BadBodyIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Addresses, parameters and headers that mean nothing here. */
@SharedStack
class BadAddressIT {
  private final Stack stack;
  private final Api api;

  BadAddressIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  static Stream<Arguments> tricks() {
    return Stream.of("GET", "DELETE", "PATCH", "POST")
        .flatMap(
            method ->
                Stream.of(
                        "%2e%2e",
                        "..%2f..%2fetc%2fpasswd",
                        "%2e%2e%2f%2e%2e",
                        "..%5c..",
                        "%00",
                        "a%00b",
                        "%252e%252e",
                        "not-a-uuid",
                        "%c3%28",
                        "a".repeat(3000))
                    .map(id -> Arguments.of(method, id)));
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void aPathTrickFindsNothing(String method, String id) throws IOException {
    // Given
    List<?> before = stack.disk().everything();
    String address = "/v1/snapshots/" + id + (method.equals("POST") ? "/restore" : "");
    // When
    Answer answer = api.send(method, address, BodyPublishers.ofString("{\"name\":\"x\"}"));
    // Then
    assertThat(answer.status()).describedAs(answer.toString()).isIn(400, 404, 405);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text("type")).startsWith("urn:stillframe:problem:");
    assertThat(stack.disk().everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/nothing",
        "/v1/snapshots/../../etc/passwd",
        "/v1/operations/%2e%2e",
        "/v1/operations/not-a-uuid",
        "/v1/snapshots/00000000-0000-0000-0000-000000000000/nothing"
      })
  void anUnknownAddressIsNotFound(String address) {
    // When
    Answer answer = api.get(address);
    // Then
    assertThat(answer.status()).describedAs(answer.toString()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE"})
  void anotherMethodIsNotAllowed(String method) {
    // When
    Answer answer = api.send(method, "/v1/snapshots", BodyPublishers.noBody());
    // Then
    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/snapshots?limit=0",
        "/v1/snapshots?limit=1001",
        "/v1/snapshots?limit=-1",
        "/v1/snapshots?limit=many",
        "/v1/snapshots?limit=1&limit=2",
        "/v1/snapshots?surprise=1",
        "/v1/snapshots?name=",
        "/v1/snapshots?name=a%00",
        "/v1/snapshots?sort=size",
        "/v1/snapshots?state=sleeping",
        "/v1/snapshots?createdAfter=yesterday",
        "/v1/snapshots?label==x",
        "/v1/operations?kind=dance",
        "/v1/operations?status=done",
        "/v1/operations?snapshotId=x",
        "/v1/volumes?limit=0",
        "/v1/providers?surprise=1"
      })
  void aBadParameterIsRefused(String address) {
    // When
    Answer answer = api.get(address);
    // Then
    assertProblem(answer, 400, "invalid-parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAA", "%00", "....", "bm90IG91cnMgYXQgYWxsLCByZWFsbHk"})
  void aForgedCursorIsRefused(String cursor) {
    for (String list : List.of("snapshots", "operations", "volumes")) {
      // When
      Answer answer = api.get("/v1/" + list + "?cursor=" + cursor);
      // Then
      assertThat(answer.status()).describedAs(answer.toString()).isEqualTo(400);
      assertThat(answer.text("type"))
          .isIn(
              "urn:stillframe:problem:invalid-cursor", "urn:stillframe:problem:invalid-parameter");
    }
  }

  @ParameterizedTest
  @CsvSource({"Idempotency-Key, a b", "If-Match, no-quotes"})
  void aBadHeaderIsRefused(String header, String value) {
    // When
    Answer answer =
        api.patch("/v1/snapshots/" + UUID.randomUUID(), "{\"name\":\"x\"}", header, value);
    // Then
    assertProblem(answer, 400, "invalid-parameter");
  }
}
