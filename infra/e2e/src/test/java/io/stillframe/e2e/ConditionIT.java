package io.stillframe.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stillframe.local.Listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Whoever asks for a snapshot sees soon why it is not moving on, whatever its cloud does. */
@SharedStack
@Tag("long")
class ConditionIT {
  private static final String VOLUME = "09a4184c-733b-43c8-99c3-f1dde30536fe";
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Api api;
  private final Api cloud;
  private @Nullable Answer accepted;

  ConditionIT(Stack stack) {
    this.api = stack.operator();
    this.cloud = stack.control(Listener.SCALEWAY);
  }

  @BeforeEach
  void knowTheVolume() {
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes?provider=par1").body().findValuesAsText("id"),
            ids -> ids.contains(VOLUME));
  }

  /** A volume has one copy in the making at a time. */
  @AfterEach
  void heal() {
    cloud.delete("/_simulator/faults");
    if (accepted != null) {
      api.end(accepted);
      api.end(api.delete("/v1/snapshots/" + accepted.snapshotId()));
    }
  }

  /** What goes wrong, with which call, and what is told of it. */
  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments("half-open", "POST", "**/snapshots", "uncertain"),
        arguments("half-open", "GET", "**/snapshots/*", "retrying"),
        arguments("lost-answer", "POST", "**/snapshots", "uncertain"),
        arguments("malformed", "POST", "**/snapshots", "uncertain"),
        arguments("error", "POST", "**/snapshots", "uncertain"),
        arguments("error", "GET", "**/snapshots/*", "retrying"),
        arguments("throttle", "POST", "**/snapshots", "throttled"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void isSeenWithinTwoSeconds(String kind, String method, String path, String reason) {
    // Given
    // The first pauses after errors are short.
    int count = kind.equals("error") ? 4 : 1;
    Map<String, Object> fault =
        new LinkedHashMap<>(Map.of("kind", kind, "method", method, "path", path, "count", count));
    if (kind.equals("throttle")) {
      fault.put("retryAfter", 3);
    }
    Api.expect(200, cloud.post("/_simulator/faults", fault));

    // When
    Instant asked = Instant.now();
    accepted =
        Api.expect(202, api.post("/v1/snapshots", Map.of("provider", "par1", "volumeId", VOLUME)));
    String id = accepted.snapshotId();

    // Then
    JsonNode told =
        Awaitility.await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(Duration.ofSeconds(10))
            .until(
                () -> api.snapshot(id).path("condition"),
                condition -> condition.path("reason").asText().equals(reason));
    assertThat(Duration.between(struckAfter(asked), Instant.now())).isLessThan(SOON);
    assertThat(Instant.parse(told.path("nextAttemptAt").asText())).isAfter(asked);
    assertThat(told.path("problem").path("type").asText()).isNotEmpty();
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.snapshot(id).has("condition")).isFalse();
  }

  /** When the first call arrived that went wrong. */
  private Instant struckAfter(Instant asked) {
    return StreamSupport.stream(
            cloud.get("/_simulator/ledger").body().path("calls").spliterator(), false)
        .filter(call -> call.has("fault"))
        .map(call -> Instant.parse(call.path("at").asText()))
        .filter(at -> at.isAfter(asked))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
