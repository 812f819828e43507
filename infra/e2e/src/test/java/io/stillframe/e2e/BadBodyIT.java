package io.stillframe.e2e;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Bodies that no careful caller sends: each is refused with its reason, and nothing reaches disk.
 */
@SharedStack
class BadBodyIT {
  private static final String NUL = "\u0000";

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  BadBodyIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.randomVolume(MIB / 4);
  }

  static Stream<Arguments> members() {
    Stream<Arguments> single =
        Stream.of(
            arguments("provider", "nobody", 404, "provider-not-found"),
            arguments("provider", "../compute-on", 404, "provider-not-found"),
            arguments("provider", 7, 400, "malformed-body"),
            arguments("environment", "nowhere", 404, "environment-not-found"),
            arguments("environment", "../testing", 404, "environment-not-found"),
            arguments("surprise", "x", 400, "unknown-member"),
            arguments("name", Map.of(), 400, "malformed-body"),
            arguments("labels", "x", 400, "malformed-body"),
            arguments("labels", Map.of("../x", "y"), 422, "invalid-value"),
            arguments("labels", Map.of("x", "y".repeat(256)), 422, "invalid-value"),
            arguments("rapid", "perhaps", 400, "malformed-body"),
            arguments("deadline", "tomorrow", 400, "malformed-body"),
            arguments("deadline", "2020-01-01T00:00:00Z", 422, "invalid-value"),
            arguments("description", "d".repeat(1001), 422, "invalid-value"),
            arguments("description", "d".repeat(2 << 20), 413, "body-too-large"),
            arguments("organization", "f1350c5d-f1d8-4f9d-b114-6053905578e1", 403, "forbidden"));
    // Where a cloud is, its connection says and no caller.
    Stream<Arguments> addresses =
        Stream.of("url", "providerUrl", "endpoint", "host", "callback", "webhook")
            .map(member -> arguments(member, "http://127.0.0.1:8082/", 400, "unknown-member"));
    Stream<Arguments> names =
        Stream.of("", " ", "n".repeat(256), "../x", "a/b", "a\\b", "..", ".", "%2e%2e", "a\nb")
            .map(name -> arguments("name", name, 422, "invalid-value"));
    Stream<Arguments> ids =
        Stream.of("", "..", "../../etc/passwd", "a/b", "a..b", "%2e%2e", ".hidden", "v".repeat(129))
            .map(id -> arguments("volumeId", id, 422, "invalid-value"));
    Stream<Arguments> nuls =
        Stream.of("name", "volumeId", "provider", "environment", "description")
            .map(member -> arguments(member, "a" + NUL, 400, "malformed-body"));
    return Stream.of(single, addresses, names, ids, nuls).flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("members")
  void aBadMemberIsRefused(String member, Object value, int status, String type)
      throws IOException {
    // Given
    List<?> before = stack.disk().everything();
    Map<String, Object> body = new HashMap<>(volume.asTarget());
    body.put(member, value);
    // When
    Answer answer = api.post("/v1/snapshots", body);
    // Then
    assertProblem(answer, status, type);
    assertThat(stack.disk().everything()).isEqualTo(before);
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("", 422),
        arguments("null", 422),
        arguments("[]", 400),
        arguments("7", 400),
        arguments("{\"provider\":", 400),
        arguments("{} {}", 400),
        arguments("{\"provider\":\"a\",\"provider\":\"b\"}", 400),
        arguments("[".repeat(5000), 400),
        arguments("{}", 422));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void whatIsNoCreateIsRefused(String body, int status) {
    // When
    Answer answer = api.post("/v1/snapshots", body);
    // Then
    assertProblem(answer, status, status == 400 ? "malformed-body" : "invalid-value");
  }

  @Test
  void invalidUtf8IsRefused() {
    // Given
    byte[] body = "{\"provider\":\"compute-on\",\"volumeId\":\"?\"}".getBytes();
    body[body.length - 3] = (byte) 0xff;
    // When
    Answer answer = api.send("POST", "/v1/snapshots", BodyPublishers.ofByteArray(body));
    // Then
    assertProblem(answer, 400, "malformed-body");
  }

  @Test
  void anotherMediaTypeIsRefused() {
    // When
    Answer answer = api.post("/v1/snapshots", volume.asTarget(), "Content-Type", "text/plain");
    // Then
    assertProblem(answer, 415, "unsupported-media-type");
  }

  @Test
  void theLongestNameIsTaken() {
    // When
    String name = ("ü" + volume.name()).repeat(9).substring(0, 255);
    String id = api.available(volume, Map.of("name", name)).path("id").asText();
    // Then
    assertThat(api.snapshot(id).path("name").asText()).isEqualTo(name);
    assertThat(stack.disk().image(id)).exists();
  }

  @Test
  void anUnknownVolumeIsJudgedByTheWorker() {
    // Given
    TestVolume unknown = new TestVolume("no-such-volume-" + volume.id(), "none", volume.image());
    // When
    Answer waited = api.create(unknown, "Prefer", "wait=20");
    var operation = api.end(api.create(unknown));
    // Then
    assertProblem(waited, 404, "volume-not-found");
    assertThat(operation.path("status").asText()).isEqualTo("failed");
    assertThat(operation.path("problem").path("type").asText())
        .isEqualTo("urn:stillframe:problem:volume-not-found");
    assertThat(api.snapshot(operation.path("snapshotId").asText()).path("state").asText())
        .isEqualTo("rejected");
  }

  static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).describedAs(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:stillframe:problem:" + type);
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("title")).isNotEmpty();
  }
}
