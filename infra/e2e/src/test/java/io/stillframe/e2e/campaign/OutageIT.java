package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;
import io.stillframe.e2e.Callers;
import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** Kafka or PostgreSQL is away: callers are told soon, and what was accepted is not lost. */
@Tag("long")
class OutageIT {
  private static final Path ROOT =
      Path.of(System.getProperty("stillframe.root", "../..")).toAbsolutePath().normalize();
  private static final String VOLUME = "4fe54594-a788-442c-b7a8-0237f7a4f70d";
  private static final int BOUND = 10;
  private static final int AT_ONCE = 4;

  private static final Duration PROMISED = Duration.ofSeconds(2);

  @TempDir static Path folder;
  private static Fleet fleet;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    fleet = new Fleet(ROOT, folder, List.of("stillframe.outbox.bound=" + BOUND), Fleet.SINGLE);
    // An administrator may do all that an operator may.
    api = new Api(fleet.url(), "local-admin");
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes").body().findValuesAsText("id"),
            ids -> ids.contains(VOLUME));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private enum KafkaIs {
    GONE {
      @Override
      void begin() {
        fleet.killBroker();
      }

      @Override
      void end() {
        fleet.startBroker();
      }
    },
    HANGING {
      @Override
      void begin() {
        Fleet.signal(fleet.brokerPid().orElseThrow(), "STOP");
      }

      @Override
      void end() {
        Fleet.signal(fleet.brokerPid().orElseThrow(), "CONT");
      }
    };

    abstract void begin();

    abstract void end();
  }

  @ParameterizedTest
  @EnumSource(KafkaIs.class)
  void whileKafkaIsAwayRequestsAreTakenUntilTheOutboxIsFull(KafkaIs outage) {
    // Given
    JsonNode known = api.end(create());
    List<Answer> accepted = new ArrayList<>();
    outage.begin();
    // When, Then
    try {
      assertTakenUntilTheOutboxIsFull(known, accepted);
    } finally {
      // When
      outage.end();
    }
    // Then
    accepted.forEach(OutageIT::awaitSuccess);
    assertWorksAgain(accepted.getFirst());
  }

  private static void assertTakenUntilTheOutboxIsFull(JsonNode known, List<Answer> accepted) {
    Answer last = create();
    while (last.status() == 202 && accepted.size() <= BOUND) {
      accepted.add(last);
      last = create();
    }
    // Then
    assertThat(accepted).hasSize(BOUND);
    assertUnavailable(last);
    assertThat(last.text("detail")).contains("Kafka");
    Api command =
        new Api("http://127.0.0.1:" + fleet.local().port(Service.COMMAND), "local-operator");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(command.get("/q/health").body().findValuesAsText("reason").toString())
                    .contains("Kafka"));
    assertThat(command.get("/q/health/ready").status()).isEqualTo(200);
    assertAlive();
    Api query = new Api("http://127.0.0.1:" + fleet.local().port(Service.QUERY), "local-operator");
    assertThat(query.get("/q/health/ready").status()).isEqualTo(200);
    EveryCall.reading(known, VOLUME).entrySet().stream()
        .map(OutageIT::told)
        .forEach(
            told -> {
              assertThat(told.answer().status()).as(told.toString()).isEqualTo(200);
              assertThat(told.took()).as(told.toString()).isLessThan(PROMISED);
            });
  }

  @Test
  void aStoppedDatabaseIsToldAtOnce() {
    // Given
    JsonNode known = api.end(create());
    Answer before = Api.expect(202, create());
    // When
    fleet.crashPostgres();
    // Then
    try {
      assertToldSoon(known);
    } finally {
      // When
      fleet.startPostgres();
    }
    // Then
    assertWorksAgain(before);
  }

  @Test
  void aDatabaseThatHangsIsToldWithinTwoSeconds() {
    // Given
    JsonNode known = api.end(create());
    Answer before = Api.expect(202, create());
    // When
    fleet.pausePostgres();
    // Then
    try {
      assertToldSoon(known);
    } finally {
      // When
      fleet.resumePostgres();
    }
    // Then
    assertWorksAgain(before);
  }

  private static Answer create() {
    return api.post(
        "/v1/snapshots",
        Map.of(
            "provider",
            "compute-on",
            "environment",
            "test_area",
            "volumeId",
            VOLUME,
            "name",
            UUID.randomUUID().toString()));
  }

  /** All of them are asked, some at a time, before the first that failed is told. */
  private static void assertToldSoon(JsonNode known) {
    List<Map.Entry<String, Function<Api, Answer>>> calls =
        Stream.of(
                EveryCall.writing(known, VOLUME),
                EveryCall.reading(known, VOLUME),
                EveryCall.missing())
            .flatMap(each -> each.entrySet().stream())
            .toList();
    assertAlive();
    SoftAssertions all = new SoftAssertions();
    Callers.together(AT_ONCE, calls.size(), number -> told(calls.get(number)))
        .forEach(
            told -> {
              all.assertThat(told.answer().status()).as(told.toString()).isEqualTo(503);
              all.assertThat(told.answer().header("Retry-After")).as(told.toString()).isNotEmpty();
              all.assertThat(told.took()).as(told.toString()).isLessThan(PROMISED);
            });
    all.assertAll();
  }

  /** No service is cured of what others lack by being started again. */
  private static void assertAlive() {
    for (Service service : Service.values()) {
      Api one = new Api("http://127.0.0.1:" + fleet.local().port(service), "");
      Answer answer = one.get("/q/health/live");
      assertThat(answer.status()).as(service + ": " + answer).isEqualTo(200);
    }
  }

  private record Told(String call, Answer answer, Duration took) {}

  private static Told told(Map.Entry<String, Function<Api, Answer>> call) {
    long asked = System.nanoTime();
    Answer answer = call.getValue().apply(api);
    return new Told(call.getKey(), answer, Duration.ofNanos(System.nanoTime() - asked));
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.text("type")).endsWith(":unavailable");
  }

  private static void assertWorksAgain(Answer before) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(create().status()).isEqualTo(202));
    awaitSuccess(before);
    // Of good records none was bad because there was no database for it.
    assertThat(Api.expect(200, api.get("/v1/dead-letters")).body().path("items")).isEmpty();
    assertAlive();
  }

  /** The query service knows it when it has caught up. */
  private static void awaitSuccess(Answer accepted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(api.get("/v1/operations/" + accepted.operationId()).text("status"))
                    .isEqualTo("succeeded"));
  }
}
