package io.stillframe.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stillframe.local.Listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whoever asks for a snapshot sees soon why it is not moving on, whatever its cloud does. Over 200
 * lines by the list of what clouds do.
 */
@SharedStack
@Tag("long")
class ConditionIT {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Stack stack;
  private final Api api;
  private @Nullable Answer accepted;

  /** A cloud, and a volume there that nothing else asks for meanwhile. */
  private enum Cloud {
    COX("cox", Listener.CLOUDMC, "c779ca42-6966-41af-a7dc-23db4e41d4ee"),
    PAR1("par1", Listener.SCALEWAY, "09a4184c-733b-43c8-99c3-f1dde30536fe");

    private final String provider;
    private final Listener listener;
    private final String volume;

    Cloud(String provider, Listener listener, String volume) {
      this.provider = provider;
      this.listener = listener;
      this.volume = volume;
    }
  }

  ConditionIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  /** A volume has one copy in the making at a time. */
  @AfterEach
  void heal() {
    for (Cloud each : Cloud.values()) {
      stack.control(each.listener).delete("/_simulator/faults");
    }
    if (accepted != null) {
      api.end(accepted);
      api.end(api.delete("/v1/snapshots/" + accepted.snapshotId()));
    }
  }

  /** What goes wrong, with which call, and what is told of it. */
  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(Cloud.PAR1, "half-open", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.PAR1, "half-open", "GET", "**/snapshots/*", "retrying"),
        arguments(Cloud.PAR1, "lost-answer", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.PAR1, "malformed", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.PAR1, "error", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.PAR1, "error", "GET", "**/snapshots/*", "retrying"),
        arguments(Cloud.PAR1, "throttle", "POST", "**/snapshots", "throttled"),
        arguments(Cloud.COX, "half-open", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.COX, "half-open", "GET", "**/tasks/*", "retrying"),
        arguments(Cloud.COX, "lost-answer", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.COX, "malformed", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.COX, "error", "POST", "**/snapshots", "uncertain"),
        arguments(Cloud.COX, "error", "GET", "**/tasks/*", "retrying"),
        arguments(Cloud.COX, "throttle", "POST", "**/snapshots", "throttled"));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void isSeenWithinTwoSeconds(Cloud where, String kind, String method, String path, String reason) {
    // Given
    awaitVolume(where);
    strike(where, kind, method, path);

    // When
    Instant asked = Instant.now();
    accepted = Api.expect(202, create(where));

    // Then
    assertSeenSoon(where, asked, reason);
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.snapshot(accepted.snapshotId()).has("condition")).isFalse();
  }

  /** What is asked of a snapshot. */
  private enum Change {
    UPDATE,
    RESTORE,
    DELETE;

    Answer ask(Api api, String snapshot) {
      return switch (this) {
        case UPDATE -> api.patch(snapshot, Map.of("name", "renamed " + UUID.randomUUID()));
        case RESTORE -> api.post(snapshot + "/restore", Map.of("name", "restored"));
        case DELETE -> api.delete(snapshot);
      };
    }
  }

  static Stream<Arguments> laterTroubles() {
    return Stream.of(
        arguments(Cloud.PAR1, Change.UPDATE, "error", "PUT", "**/snapshots/*", "retrying"),
        arguments(Cloud.PAR1, Change.UPDATE, "half-open", "PUT", "**/snapshots/*", "retrying"),
        arguments(Cloud.PAR1, Change.RESTORE, "error", "POST", "**/volumes", "uncertain"),
        arguments(Cloud.PAR1, Change.RESTORE, "half-open", "POST", "**/volumes", "uncertain"),
        arguments(Cloud.PAR1, Change.RESTORE, "throttle", "POST", "**/volumes", "throttled"),
        arguments(Cloud.PAR1, Change.DELETE, "error", "DELETE", "**/snapshots/*", "retrying"),
        arguments(Cloud.COX, Change.DELETE, "error", "DELETE", "**/snapshots/*", "retrying"),
        arguments(Cloud.COX, Change.DELETE, "half-open", "DELETE", "**/snapshots/*", "retrying"),
        arguments(Cloud.COX, Change.DELETE, "throttle", "DELETE", "**/snapshots/*", "throttled"));
  }

  @ParameterizedTest
  @MethodSource("laterTroubles")
  void isSeenWithinTwoSecondsOfAChangeToo(
      Cloud where, Change what, String kind, String method, String path, String reason) {
    // Given
    awaitVolume(where);
    accepted = Api.expect(202, create(where));
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    strike(where, kind, method, path);

    // When
    Instant asked = Instant.now();
    Answer answer = Api.expect(202, what.ask(api, "/v1/snapshots/" + accepted.snapshotId()));

    // Then
    assertSeenSoon(where, asked, reason);
    assertThat(api.end(answer).path("status").asText()).isEqualTo("succeeded");
    Answer after = api.get("/v1/snapshots/" + accepted.snapshotId());
    assertThat(after.status()).isEqualTo(what == Change.DELETE ? 404 : 200);
    assertThat(after.body().path("condition").isMissingNode()).isTrue();
  }

  private void awaitVolume(Cloud where) {
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes?provider=" + where.provider).body().findValuesAsText("id"),
            ids -> ids.contains(where.volume));
  }

  private Answer create(Cloud where) {
    return api.post("/v1/snapshots", Map.of("provider", where.provider, "volumeId", where.volume));
  }

  private void strike(Cloud where, String kind, String method, String path) {
    // The first pauses after errors are short.
    int count = kind.equals("error") ? 4 : 1;
    Map<String, Object> fault =
        new LinkedHashMap<>(Map.of("kind", kind, "method", method, "path", path, "count", count));
    if (kind.equals("throttle")) {
      fault.put("retryAfter", 3);
    }
    Api.expect(200, stack.control(where.listener).post("/_simulator/faults", fault));
  }

  private void assertSeenSoon(Cloud where, Instant asked, String reason) {
    JsonNode told =
        Awaitility.await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(Duration.ofSeconds(10))
            .until(
                () -> api.snapshot(accepted.snapshotId()).path("condition"),
                condition -> condition.path("reason").asText().equals(reason));
    Instant seen = Instant.now();
    Instant struck = struckAfter(stack.control(where.listener), asked);
    assertThat(Duration.between(struck, seen)).isLessThan(SOON);
    assertThat(Instant.parse(told.path("nextAttemptAt").asText())).isAfter(struck);
    assertThat(told.path("problem").path("type").asText()).isNotEmpty();
  }

  /** When the first call arrived that went wrong. */
  private static Instant struckAfter(Api cloud, Instant asked) {
    return StreamSupport.stream(
            cloud.get("/_simulator/ledger").body().path("calls").spliterator(), false)
        .filter(call -> call.has("fault"))
        .map(call -> Instant.parse(call.path("at").asText()))
        .filter(at -> at.isAfter(asked))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
