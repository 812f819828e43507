package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.local.Additions;
import io.stillframe.local.LocalStack;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;
import io.stillframe.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** A stack as production watches it: with a collector of traces and logs of JSON. */
@Tag("long")
class ObservedIT {
  private static final SimulatorSettings CLOUDS = SimulatorSettings.defaults();
  private static final String VOLUME = CLOUDS.cloudMc().volumes().getFirst().id();

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static Collector collector;
  private static LocalStack stack;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    collector = new Collector();
    Path file =
        Files.write(
            folder.resolve("more.properties"),
            List.of(
                "quarkus.otel.sdk.disabled=false",
                "quarkus.otel.exporter.otlp.endpoint=" + collector.url(),
                "quarkus.otel.bsp.schedule.delay=200ms",
                "quarkus.log.console.json.enabled=true"));
    stack =
        LocalStack.start(
            Settings.withFreePorts(Stack.ROOT, folder.resolve("data"))
                .with(new Additions(true, Optional.of(file), Optional.empty())),
            System.out::println);
    api = new Api(stack.url(), "local-operator");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> api.get("/v1/volumes?provider=cox").body().findValuesAsText("id"),
            ids -> ids.contains(VOLUME));
    // On a busy machine the first request of all takes longer than a reader waits for it.
    Answer first = create("first");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                api.get("/v1/operations/" + first.operationId())
                    .text("status")
                    .equals("succeeded"));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    collector.close();
  }

  @Test
  void oneTraceLeadsFromThePostToTheEvent() {
    // Given
    String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    // When
    Answer accepted = create("traced", "traceparent", "00-" + traceId + "-00f067aa0ba902b7-01");
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    // Then
    String id = accepted.snapshotId();
    List<Collector.Seen> end =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> wayTo("query-service", "stillframe.snapshot.events", id),
                way -> !way.isEmpty());
    assertThat(end.getFirst().traceId()).isEqualTo(traceId);
    assertThat(end.stream().map(each -> each.service() + ": " + each.name()))
        .containsSubsequence(
            "command-service: POST /v1/snapshots",
            "command-service: send stillframe.snapshot.requests",
            "provider-worker: task create start",
            "provider-worker: send stillframe.snapshot.events");
    List<Collector.Seen> trace =
        collector.spans().stream().filter(span -> span.traceId().equals(traceId)).toList();
    assertThat(trace)
        .anySatisfy(
            span -> {
              assertThat(span.service()).isEqualTo("provider-worker");
              assertThat(span.name()).contains("stillframe.snapshot.requests");
            })
        .anySatisfy(
            call -> {
              assertThat(call.name()).isEqualTo("createSnapshot");
              assertThat(call.attribute("provider")).isEqualTo("cox");
              assertThat(names(trace, call.parent())).containsExactly("task create start");
              assertThat(trace).anySatisfy(http -> assertThat(http.parent()).isEqualTo(call.id()));
            });
    assertThat(trace)
        .filteredOn(span -> span.name().startsWith("task "))
        .isNotEmpty()
        .allSatisfy(task -> assertThat(task.attribute("snapshotId")).isEqualTo(id));
  }

  @Test
  void linesAreObjectsWithTheKeysOfWhatTheyAreAbout() throws IOException {
    // Given
    Answer accepted = create("logged");
    api.end(accepted);
    // When
    List<JsonNode> lines =
        Awaitility.await()
            .until(
                () ->
                    lines(Service.WORKER).stream()
                        .filter(line -> line.path("message").asText().startsWith("Operation ended"))
                        .filter(
                            line ->
                                line.at("/mdc/operationId").asText().equals(accepted.operationId()))
                        .toList(),
                found -> !found.isEmpty());
    // Then
    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.at("/mdc/snapshotId").asText()).isEqualTo(accepted.snapshotId());
              assertThat(line.at("/mdc/provider").asText()).isEqualTo("cox");
              assertThat(line.at("/mdc/status").asText()).isEqualTo("succeeded");
              assertThat(line.at("/mdc/traceId").asText()).hasSize(32);
              assertThat(line.path("level").asText()).isEqualTo("INFO");
              assertThat(line.path("timestamp").asText()).isNotEmpty();
            });
  }

  @Test
  void noKeyIsInSpansLinesOrMetrics() throws IOException {
    // Given
    assertThat(new Api(stack.url(), "a-key-that-was-mistyped").get("/v1/snapshots").status())
        .isEqualTo(401);
    Answer accepted = create("secretly");
    api.end(accepted);
    // When
    List<String> told = new ArrayList<>();
    Awaitility.await()
        .until(
            () ->
                !wayTo("query-service", "stillframe.snapshot.events", accepted.snapshotId())
                    .isEmpty());
    collector.spans().forEach(each -> told.add(each.span().toString()));
    for (Service service : Service.values()) {
      lines(service).forEach(line -> told.add(line.toString()));
      told.add(Scrape.of("127.0.0.1:" + stack.port(service)).text());
    }
    // Then
    assertThat(told).hasSizeGreaterThan(20);
    for (String key :
        List.of(
            CLOUDS.cloudMc().apiKey(),
            CLOUDS.scaleway().token(),
            "a-key-that-was-mistyped",
            "local-operator")) {
      assertThat(told).noneMatch(text -> text.contains(key));
    }
  }

  private static Answer create(String name, String... headers) {
    return Api.expect(
        202,
        api.post(
            "/v1/snapshots",
            Map.of("provider", "cox", "environment", "test_area", "volumeId", VOLUME, "name", name),
            headers));
  }

  /** The spans from the root to one of {@code service} about a record of {@code topic}. */
  private static List<Collector.Seen> wayTo(String service, String topic, String key) {
    List<Collector.Seen> spans = collector.spans();
    return spans.stream()
        .filter(span -> span.service().equals(service) && span.name().contains(topic))
        .map(span -> way(spans, span))
        .filter(
            way ->
                way.stream()
                        .anyMatch(span -> span.attribute("messaging.kafka.message.key").equals(key))
                    && way.stream().anyMatch(span -> span.name().startsWith("task create")))
        .findFirst()
        .orElse(List.of());
  }

  private static List<Collector.Seen> way(List<Collector.Seen> spans, Collector.Seen last) {
    List<Collector.Seen> way = new ArrayList<>(List.of(last));
    Optional<Collector.Seen> next = Optional.of(last);
    while (next.isPresent()) {
      String parent = next.get().parent();
      next = spans.stream().filter(span -> span.id().equals(parent)).findFirst();
      next.ifPresent(span -> way.addFirst(span));
    }
    return way;
  }

  private static List<String> names(List<Collector.Seen> spans, String id) {
    return spans.stream().filter(span -> span.id().equals(id)).map(Collector.Seen::name).toList();
  }

  /** All that a service has logged, but for a line that it is in the middle of. */
  private static List<JsonNode> lines(Service service) throws IOException {
    Path log = stack.data().root().resolve("logs").resolve(service.module() + ".log");
    List<JsonNode> lines = new ArrayList<>();
    String text = Files.readString(log);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      lines.add(Api.JSON.readTree(line));
    }
    return lines;
  }
}
