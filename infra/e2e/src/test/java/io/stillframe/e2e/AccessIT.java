package io.stillframe.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call that the API describes, with every kind of key: none of them is forgotten, because the
 * calls are read from the description.
 */
@SharedStack
class AccessIT {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final List<String> DESK =
      List.of("/v1/inventory", "/v1/dead-letters", "/v1/admin", "/v1/read-model");
  private static final int SAMPLES = 15;

  private final Stack stack;
  private final Api owner;
  private final TestVolume volume;
  private String snapshotId;
  private String operationId;

  AccessIT(Stack stack) {
    this.stack = stack;
    this.owner = stack.operator();
    this.volume = stack.randomVolume(MIB / 4);
  }

  private record Call(String method, String path) {
    boolean isOwn() {
      return path.startsWith("/v1/");
    }

    boolean isDesk() {
      return DESK.stream().anyMatch(path::startsWith);
    }

    boolean names(String what) {
      return isOwn() && path.startsWith("/v1/" + what + "/{");
    }
  }

  @BeforeEach
  void aSnapshot() {
    JsonNode operation = owner.end(owner.create(volume));
    operationId = operation.path("id").asText();
    snapshotId = operation.path("snapshotId").asText();
  }

  @Test
  void everyCallNeedsAKey() {
    // Given
    List<Call> calls = new ArrayList<>(calls());
    assertThat(calls).filteredOn(Call::isOwn).hasSizeGreaterThan(15);
    calls.addAll(dialects());
    for (Call call : calls) {
      for (String key : List.of("", "no-such-key")) {
        // When
        Answer answer = send(stack.as(key), call, snapshotId, operationId);
        // Then
        assertThat(answer.status()).as("%s with '%s': %s", call, key, answer).isEqualTo(401);
      }
      // Two different keys are as good as none.
      Answer two =
          send(
              owner,
              call,
              snapshotId,
              operationId,
              "X-Auth-Token",
              "local-admin",
              "MC-Api-Key",
              "local-reader");
      assertThat(two.status()).as(call + " with two keys").isEqualTo(401);
    }
  }

  @Test
  void readersOnlyRead() {
    for (Call call : Stream.concat(calls().stream(), dialects().stream()).toList()) {
      if (!READING.contains(call.method())) {
        Answer answer = send(stack.as("local-reader"), call, snapshotId, operationId);
        assertThat(answer.status()).as(call + ": " + answer).isEqualTo(403);
      }
    }
    assertThat(owner.snapshot(snapshotId).path("state").asText()).isEqualTo("available");
  }

  @Test
  void theDeskIsTheAdministrators() {
    List<Call> desk = calls().stream().filter(Call::isDesk).toList();
    assertThat(desk).hasSizeGreaterThan(8);
    for (Call call : desk) {
      for (String key : List.of("local-reader", "local-operator", "other-operator")) {
        Answer answer = send(stack.as(key), call, snapshotId, operationId);
        assertThat(answer.status()).as("%s as %s: %s", call, key, answer).isEqualTo(403);
      }
      if (call.method().equals("GET")) {
        Answer answer = send(stack.as("local-admin"), call, snapshotId, operationId);
        assertThat(answer.status()).as(call + ": " + answer).isIn(200, 404);
      }
    }
  }

  @Test
  void anothersIdIsAsUnknown() {
    Api stranger = stack.as("other-operator");
    List<Call> calls =
        calls().stream()
            .filter(call -> call.names("snapshots") || call.names("operations"))
            .toList();
    together(
        calls,
        call -> {
          // When
          Answer foreign = send(stranger, call, snapshotId, operationId);
          Answer unknown = send(stranger, call, uuid(), uuid());
          // Then
          assertThat(foreign.status()).as(call + ": " + foreign).isEqualTo(404);
          assertThat(foreign.body()).as(call.toString()).isEqualTo(unknown.body());
          assertThat(foreign.headers().map().keySet())
              .as(call.toString())
              .isEqualTo(unknown.headers().map().keySet());
        });
    assertThat(owner.snapshot(snapshotId).path("state").asText()).isEqualTo("available");
  }

  /** Nor do the other APIs tell that there is something; each names the id that was asked for. */
  @Test
  void anothersIdIsAsUnknownInEveryDialect() {
    Api stranger = stack.as("other-operator");
    together(
        dialects().stream().filter(call -> call.path().endsWith("{id}")).toList(),
        call -> {
          String id = call.path().contains("volumes") ? volume.id() : snapshotId;
          String unknown = uuid();
          // When
          Answer foreign = send(stranger, call, id, operationId);
          Answer none = send(stranger, call, unknown, uuid());
          // Then
          assertThat(foreign.status())
              .as(call + ": " + foreign)
              .isEqualTo(none.status())
              .isIn(400, 404);
          assertThat(foreign.body().toString().replace(id, "").replace(operationId, ""))
              .as(call.toString())
              .isEqualTo(none.body().toString().replace(unknown, ""));
        });
    assertThat(owner.snapshot(snapshotId).path("state").asText()).isEqualTo("available");
  }

  /** An answer's time tells nothing either. */
  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/snapshots/{id}",
    "PATCH, /v1/snapshots/{id}",
    "POST, /v1/snapshots/{id}/restore",
    "POST, /v1/operations/{id}/cancel",
    "DELETE, /snapshots/{id}",
    "PUT, /snapshots/{id}",
    "DELETE, /api/v2/services/{service}/{environment}/snapshots/{id}"
  })
  void anothersIdTakesAsLongAsAnUnknownOne(String method, String path) {
    // Given
    Api stranger = stack.as("other-operator");
    Call call = new Call(method, path);
    long[] foreign = new long[SAMPLES];
    long[] unknown = new long[SAMPLES];
    // When
    for (int i = 0; i < SAMPLES; i++) {
      foreign[i] = timed(() -> send(stranger, call, snapshotId, operationId));
      unknown[i] = timed(() -> send(stranger, call, young(), young()));
    }
    // Then
    double ratio = (double) median(foreign) / median(unknown);
    assertThat(ratio).isBetween(1 / 3.0, 3.0);
  }

  /** Nor does the time for which the query service waits for an id that was just made. */
  @Test
  void anothersYoungIdTakesAsLongAsAnUnknownOne() {
    // Given
    Api stranger = stack.as("other-operator");
    List<Call> calls =
        Stream.of(
                "/v1/snapshots/{id}",
                "/v1/snapshots/{id}/timeline",
                "/v1/operations/{id}",
                "/snapshots/{id}",
                "/api/v2/services/{service}/{environment}/snapshots/{id}")
            .map(path -> new Call("GET", path))
            .toList();
    int all = 2 * SAMPLES * calls.size();
    // When
    List<Long> times =
        Callers.together(
            all,
            all,
            number -> {
              Call call = calls.get(number / 2 % calls.size());
              return timed(
                  () ->
                      number % 2 == 0
                          ? send(stranger, call, snapshotId, operationId)
                          : send(stranger, call, young(), young()));
            });
    // Then
    for (int i = 0; i < calls.size(); i++) {
      long foreign = median(every(2 * calls.size(), times, 2 * i));
      long unknown = median(every(2 * calls.size(), times, 2 * i + 1));
      assertThat(unknown).as("%s is waited for", calls.get(i)).isGreaterThan(1_000_000_000);
      assertThat((double) foreign / unknown).as("%s", calls.get(i)).isBetween(2 / 3.0, 1.5);
    }
  }

  /** Idempotency-Keys are each organization's own. */
  @Test
  void aGuessedIdempotencyKeyTellsNothing() {
    // Given
    String key = uuid();
    Api.expect(202, owner.create(volume, Map.of("name", "key-" + key), "Idempotency-Key", key));
    // When
    Answer guessed =
        stack
            .as("other-operator")
            .create(volume, Map.of("name", "key-" + key), "Idempotency-Key", key);
    // Then
    JsonNode problem =
        guessed.status() == 404
            ? guessed.body()
            // Only the worker knows the volume yet.
            : stack.as("other-operator").end(guessed).path("problem");
    assertThat(problem.path("type").asText()).endsWith(":volume-not-found");
  }

  /** A cursor is a place in a list; the list is the caller's. */
  @Test
  void aStrangersCursorShowsNothing() {
    // Given
    owner.end(owner.create(volume));
    String cursor = owner.get("/v1/snapshots?limit=1").text("nextCursor");
    assertThat(cursor).isNotEmpty();
    // When
    Answer answer = stack.as("other-operator").get("/v1/snapshots?limit=1&cursor=" + cursor);
    // Then
    assertThat(answer.body().findValuesAsText("id")).doesNotContain(snapshotId);
    assertThat(answer.body().toString()).doesNotContain(volume.id());
  }

  private List<Call> calls() {
    JsonNode paths = Api.expect(200, owner.get("/openapi")).body().path("paths");
    List<Call> calls = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                new TreeSet<>(METHODS)
                    .stream()
                        .filter(path.getValue()::has)
                        .forEach(
                            method ->
                                calls.add(
                                    new Call(
                                        method.toUpperCase(java.util.Locale.ROOT),
                                        path.getKey()))));
    return calls;
  }

  /** Side by side, because what was not heard of yet is waited for. */
  private static void together(List<Call> calls, Consumer<Call> check) {
    assertThat(calls).hasSizeGreaterThan(6);
    Callers.together(
        calls.size(),
        calls.size(),
        number -> {
          check.accept(calls.get(number));
          return number;
        });
  }

  /** The foreign APIs' calls, which have descriptions of their own. */
  private static List<Call> dialects() {
    String cloudMc = "/api/v2/services/{service}/{environment}";
    return List.of(
        new Call("GET", "/snapshots"),
        new Call("POST", "/snapshots"),
        new Call("GET", "/snapshots/{id}"),
        new Call("PUT", "/snapshots/{id}"),
        new Call("DELETE", "/snapshots/{id}"),
        new Call("GET", "/volumes"),
        new Call("GET", "/volumes/{id}"),
        new Call("GET", cloudMc + "/snapshots"),
        new Call("POST", cloudMc + "/snapshots"),
        new Call("GET", cloudMc + "/snapshots/{id}"),
        new Call("DELETE", cloudMc + "/snapshots/{id}"),
        new Call("GET", cloudMc + "/volumes"),
        new Call("GET", cloudMc + "/volumes/{id}"),
        new Call("POST", cloudMc + "/volumes/{id}"),
        new Call("GET", "/api/v2/tasks/{id}"),
        new Call("GET", "/api/v2/environments"),
        new Call("GET", "/api/v2/services/connections"));
  }

  private Answer send(Api api, Call call, String snapshot, String operation, String... headers) {
    String id = call.path().contains("operations") ? operation : snapshot;
    String path =
        call.path()
            .replace("{version}", "v2")
            .replaceAll("\\{service[^}]*}", "compute-on")
            .replaceAll("\\{environment[^}]*}", "test_area")
            .replace("{group}", "query-service")
            .replace("{partition}", "0")
            .replace("{offset}", "0")
            .replaceAll("\\{[^}]*}", id);
    boolean bodiless = call.method().equals("GET") || call.method().equals("DELETE");
    return api.send(
        call.method(),
        path,
        bodiless ? BodyPublishers.noBody() : BodyPublishers.ofString(body(call)),
        headers);
  }

  private String body(Call call) {
    return call.method().equals("POST") && call.path().equals("/v1/snapshots")
        ? "{\"provider\":\"compute-on\",\"environment\":\"test_area\",\"volumeId\":\"%s\"}"
            .formatted(volume.id())
        : call.path().endsWith("cancel")
            ? ""
            : Set.of("PATCH", "PUT").contains(call.method()) ? "{\"name\":\"x\"}" : "{}";
  }

  private static long timed(Supplier<Answer> call) {
    long asked = System.nanoTime();
    assertThat(call.get().status()).isEqualTo(404);
    return System.nanoTime() - asked;
  }

  private static long median(long[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }

  private static long[] every(int step, List<Long> values, int first) {
    return IntStream.range(0, SAMPLES).mapToLong(i -> values.get(step * i + first)).toArray();
  }

  /** An id of now, as our own are. */
  private static String young() {
    return UuidCreator.getTimeOrderedEpoch().toString();
  }

  private static String uuid() {
    return UUID.randomUUID().toString();
  }
}
