package io.stillframe.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;
import io.stillframe.contract.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Law 5: rebuilt while it is used, the read model equals the live one row by row. */
@QueryServiceTest
class RebuildTest {
  private static final List<String> TABLES =
      List.of(
          "snapshot_view",
          "timeline_entry",
          "operation_view",
          "volume_view",
          "provider_view",
          "finding_view",
          "admin_action_view",
          "dead_letter_view");

  private final Random random = new Random(7);

  @BeforeEach
  void awaitReady() {
    Api.awaitReady();
  }

  @Test
  void isEqualAndTakesTheLiveOnesPlace() {
    // Given
    List<Life> lives = someLives(40);
    publishShuffled(lives);
    awaitAll(lives);
    List<String> before = rowsBut("admin_action_view");
    String table = tableId("snapshot_view");

    // When
    JsonPath ended = Desk.ended(Desk.rebuild(false));

    // Then
    assertThat(ended.getString("status")).as(ended::prettify).isEqualTo("succeeded");
    assertThat(ended.<String, Object>getMap("result.tables").keySet())
        .containsExactlyInAnyOrderElementsOf(TABLES);
    for (String each : TABLES) {
      Map<String, Object> found = ended.getMap("result.tables." + each);
      assertThat(found.get("equal")).as(each).isEqualTo(true);
      assertThat(found.get("rowsBefore")).as(each).isEqualTo(found.get("rowsAfter"));
      assertThat(found.get("checksumBefore")).as(each).isEqualTo(found.get("checksumAfter"));
    }
    assertThat(ended.getInt("result.tables.snapshot_view.rowsAfter")).isGreaterThanOrEqualTo(40);
    assertThat(ended.<String, Object>getMap("result.offsets"))
        .containsKey("stillframe.snapshot.events");
    assertThat(ended.getLong("result.millis")).isPositive();
    assertThat(rowsBut("admin_action_view")).isEqualTo(before);
    assertThat(tableId("snapshot_view")).isNotEqualTo(table);
    assertThat(Tables.rows("select nspname from pg_namespace where nspname = 'rebuild'")).isEmpty();
  }

  @Test
  void isEqualWhileOthersReadAndWrite() throws Exception {
    // Given
    List<Life> lives = Collections.synchronizedList(new ArrayList<>(someLives(20)));
    publishShuffled(lives);
    awaitAll(lives);
    Life first = Life.of(Keys.ORGANIZATION, "read-all-the-time");
    Publisher.publish(first.requested());
    Api.snapshot(first.id()).then().statusCode(200);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<?> writing =
          threads.submit(
              () -> {
                while (!over.get() && lives.size() < 500) {
                  List<Life> more = someLives(3);
                  publishShuffled(more);
                  lives.addAll(more);
                }
              });
      Future<?> reading =
          threads.submit(
              () -> {
                while (!over.get()) {
                  Api.snapshot(first.id()).then().statusCode(200);
                  Api.get("/v1/snapshots?limit=5").then().statusCode(200);
                  Api.get("/v1/operations?limit=5").then().statusCode(200);
                  reads.incrementAndGet();
                }
              });

      // When
      List<JsonPath> ended;
      try {
        ended = Stream.generate(() -> Desk.ended(Desk.rebuild(false))).limit(2).toList();
      } finally {
        over.set(true);
      }
      writing.get();
      reading.get();

      // Then
      assertThat(ended)
          .allSatisfy(
              each ->
                  assertThat(each.getString("status")).as(each::prettify).isEqualTo("succeeded"));
      assertThat(reads).hasPositiveValue();
      awaitAll(lives);
    }
  }

  @Test
  void whatWasChangedByHandIsReportedAndMendedOnlyWhenThatIsAccepted() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "right");
    Publisher.publish(life.requested(), life.creating(), life.available(3));
    Api.get("/v1/snapshots/" + life.id() + "?minVersion=3").then().statusCode(200);
    String name = "select name from snapshot_view where id = '%s'".formatted(life.id());
    Tables.run("update snapshot_view set name = 'wrong' where id = '%s'".formatted(life.id()));

    // When
    JsonPath refused = Desk.ended(Desk.rebuild(false));

    // Then
    assertThat(refused.getString("status")).isEqualTo("failed");
    assertThat(refused.getString("problem.type")).isEqualTo(ProblemType.READ_MODEL_DIFFERS.uri());
    assertThat(refused.getString("problem.detail")).contains("snapshot_view");
    assertThat(refused.getBoolean("result.tables.snapshot_view.equal")).isFalse();
    assertThat(refused.getBoolean("result.tables.timeline_entry.equal")).isTrue();
    assertThat(Tables.rows(name)).containsExactly("wrong");

    // When
    JsonPath accepted = Desk.ended(Desk.rebuild(true));

    // Then
    assertThat(accepted.getString("status")).isEqualTo("succeeded");
    assertThat(accepted.getBoolean("result.tables.snapshot_view.equal")).isFalse();
    assertThat(accepted.getBoolean("parameters.acceptDifferences")).isTrue();
    assertThat(Tables.rows(name)).containsExactly("right");
    assertThat(Desk.ended(Desk.rebuild(false)).getString("status")).isEqualTo("succeeded");
  }

  @Test
  void theNextReplicaFinishesWhatADeadOneBegan() {
    // Given
    AdminRequest request = Desk.rebuild(false);
    Tables.run("create schema rebuild");
    Tables.run("create table rebuild.snapshot_view (half text)");
    lease(request.id(), "now() + interval '4 seconds'", null);

    // When
    Publisher.publish(Message.of(request));

    // Then
    String status = "select status from admin_action_view where id = '%s'".formatted(request.id());
    await().until(() -> Tables.rows(status).equals(List.of("running")));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(3))
        .until(() -> Tables.rows(status).equals(List.of("running")));
    assertThat(Desk.ended(request.id()).getString("status")).isEqualTo("succeeded");
    assertThat(Tables.rows("select attempts::text from rebuild_lease")).containsExactly("2");
  }

  @Test
  void whatWasCommittedButNotToldIsToldAndNotDoneAgain() {
    // Given
    AdminRequest request = Desk.rebuild(false);
    AdminEvent outcome =
        AdminEvent.succeeded(
            request, Instant.now(), ContractJson.MAPPER.createObjectNode().put("millis", 4711));
    String table = tableId("snapshot_view");
    lease(request.id(), "'-infinity'", Message.write(outcome));

    // When
    JsonPath ended = Desk.ended(request);

    // Then
    assertThat(ended.getInt("result.millis")).isEqualTo(4711);
    assertThat(tableId("snapshot_view")).isEqualTo(table);
  }

  @Test
  void entriesLeaveAsTheTopicsKeepThemAndARebuildDoesNotBringThemBack() {
    // Given
    Life kept = Life.since(Instant.now().minus(Duration.ofDays(29)), "kept");
    Life old = Life.since(Instant.now().minus(Duration.ofDays(31)), "old");
    Life gone = Life.since(Instant.now().minus(Duration.ofDays(31)), "gone");

    // When
    List<Message> messages = new ArrayList<>();
    messages.addAll(Message.all(kept.available(5)));
    messages.addAll(Message.all(old.available(5)));
    messages.addAll(Message.all(gone.deleted(7)));
    Publisher.publish(messages.toArray(Message[]::new));

    // Then
    await()
        .untilAsserted(
            () -> {
              assertThat(Tables.rowsOf(kept)).hasSize(3);
              assertThat(Tables.rowsOf(old)).hasSize(1).allMatch(row -> row.startsWith("s"));
              assertThat(Tables.rowsOf(gone)).isEmpty();
            });
    Api.snapshot(old.id()).then().statusCode(200);
    // When
    JsonPath ended = Desk.ended(Desk.rebuild(false));
    // Then
    assertThat(ended.getString("status")).as(ended::prettify).isEqualTo("succeeded");
    assertThat(Tables.rowsOf(gone)).isEmpty();
    assertThat(Tables.rowsOf(old)).hasSize(1);
  }

  @Test
  void onlyOperationsThatNobodyToldOfForLongLeave() {
    // Given
    Life silent = Life.since(Instant.now().minus(Duration.ofDays(31)), "requested long ago");

    // When
    Publisher.publish(silent.create);

    // Then
    await().until(() -> Tables.versionOf(silent.id()) == 0);
    String leave = "select count(*)::text from operation_view where id = '%s'";
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(3))
        .until(
            () ->
                Tables.rows(leave.formatted(silent.operationId())).equals(List.of("1"))
                    && Tables.versionOf(silent.id()) == 0);
  }

  private List<Life> someLives(int count) {
    return Stream.generate(() -> Life.of(Keys.ORGANIZATION, "life-" + UUID.randomUUID()))
        .limit(count)
        .toList();
  }

  /** Each life as far as chance lets it come, in any order, with what is left out told later. */
  private void publishShuffled(List<Life> lives) {
    List<Message> messages = new ArrayList<>();
    for (Life life : lives) {
      life.requests().forEach(request -> messages.add(Message.of(request)));
      life.events().forEach(event -> messages.addAll(Message.all(event)));
    }
    messages.add(Message.of(Inventory.volume(Keys.ORGANIZATION, "v" + random.nextInt(5), 1)));
    Collections.shuffle(messages, random);
    Publisher.publish(messages.toArray(Message[]::new));
  }

  private static void awaitAll(List<Life> lives) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> List.copyOf(lives).stream().allMatch(life -> Tables.rowsOf(life).size() == 9));
  }

  private static List<String> rowsBut(String excluded) {
    return TABLES.stream()
        .filter(table -> !table.equals(excluded))
        .flatMap(
            table ->
                Tables.rows("select cast(t as text) from %s t order by 1".formatted(table))
                    .stream())
        .toList();
  }

  private static String tableId(String table) {
    return Tables.rows("select cast('%s' as regclass)::oid::text".formatted(table)).getFirst();
  }

  private static void lease(UUID action, String until, String outcome) {
    Tables.run(
        "update rebuild_lease set action = '%s', holder = '%s', attempts = 1, expires_at = %s, outcome = %s"
            .formatted(
                action,
                UUID.randomUUID(),
                until,
                outcome == null ? "null" : "'" + outcome.replace("'", "''") + "'"));
  }
}
