package io.stillframe.command.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.command.Workers;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.local.StillframeTestResource;

import static io.stillframe.command.Api.as;
import static io.stillframe.command.Api.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class SnapshotResourceTest {
  private static final String CHANGED = "{\"description\":\"changed\"}";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final String volumeId = UUID.randomUUID().toString();
  private final String name = "n-" + UUID.randomUUID();
  @Inject DataSource database;
  private Workers workers;

  @BeforeEach
  void connect() {
    workers = new Workers(bootstrapServers);
    workers.haveEnvironment("compute-on", "test_area");
    workers.haveVolume("compute-on", "test_area", volumeId, "acme", true);
    await()
        .until(
            () ->
                as("acme")
                        .body(create(volumeId, ",\"rapid\":true"))
                        .post("/v1/snapshots")
                        .statusCode()
                    == 422);
  }

  @AfterEach
  void disconnect() {
    workers.close();
  }

  @Test
  void acceptsACreateAndSendsItsRequest() {
    // When
    Response answer = post(",\"name\":\"" + name + "\",\"labels\":{\"a\":\"b\"}");

    // Then
    answer
        .then()
        .statusCode(202)
        .header("Content-Type", "application/json")
        .header("Location", "/v1/operations/" + answer.path("id"))
        .header("Retry-After", "1")
        .body("status", equalTo("running"))
        .body("kind", equalTo("create"));
    CreateSnapshot request = workers.awaitRequest(snapshotId(answer), CreateSnapshot.class);
    assertThat(request.name()).isEqualTo(name);
    assertThat(request.organization()).isEqualTo("acme");
    assertThat(request.labels()).containsEntry("a", "b");
    assertThat(request.operationId()).hasToString(answer.path("id"));
  }

  @Test
  void hasADeadlineWhereItsCallerGaveNoneButADeleteHasNone() {
    // Given
    Snapshot snapshot = available();

    // When, Then
    assertThat(timeGiven(post(""))).isEqualTo(Duration.ofHours(24));
    assertThat(
            timeGiven(
                as("acme")
                    .contentType("application/merge-patch+json")
                    .body("{\"description\":\"x\"}")
                    .patch("/v1/snapshots/" + snapshot.id())))
        .isEqualTo(Duration.ofHours(1));
    assertThat(timeGiven(as("acme").body("{}").post("/v1/snapshots/" + snapshot.id() + "/restore")))
        .isEqualTo(Duration.ofHours(1));
    as("acme")
        .delete("/v1/snapshots/" + snapshot.id())
        .then()
        .statusCode(202)
        .body("$", not(hasKey("deadline")));
  }

  @Test
  void isGivenUpWhenItsCallerSaysAndThatIsNotInThePast() {
    // Given
    String path = "/v1/snapshots/" + available().id();
    Instant deadline = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);

    // When, Then
    for (Response accepted :
        List.of(
            post(",\"deadline\":\"%s\"".formatted(deadline)),
            as("acme").body(CHANGED).patch(path + "?deadline=" + deadline),
            as("acme").body("{\"deadline\":\"%s\"}".formatted(deadline)).post(path + "/restore"))) {
      accepted.then().statusCode(202).body("deadline", equalTo(deadline.toString()));
    }

    // When, Then
    for (String wrong : List.of("2020-01-01T00:00:00Z", "9999-01-01T00:00:00Z")) {
      for (Response refused :
          List.of(
              as("acme").body(CHANGED).patch(path + "?deadline=" + wrong),
              as("acme").body("{\"deadline\":\"%s\"}".formatted(wrong)).post(path + "/restore"))) {
        refused.then().statusCode(422).body("field", equalTo("deadline"));
      }
    }
    as("acme")
        .body(CHANGED)
        .patch(path + "?deadline=soon")
        .then()
        .statusCode(400)
        .body("field", equalTo("deadline"));
  }

  private static Duration timeGiven(Response accepted) {
    accepted.then().statusCode(202);
    return Duration.between(
        Instant.parse(accepted.path("createdAt")), Instant.parse(accepted.path("deadline")));
  }

  @Test
  void namesAfterInstanceVolumeAndTimeAndNeverTwice() {
    // When
    Response first = post("");
    Response second = post("");

    // Then
    String one = workers.awaitRequest(snapshotId(first), CreateSnapshot.class).name();
    String two = workers.awaitRequest(snapshotId(second), CreateSnapshot.class).name();
    assertThat(one).matches("i-web_ROOT-1_\\d{14}");
    assertThat(two).matches("i-web_ROOT-1_\\d{14}").isNotEqualTo(one);
  }

  @Test
  void refusesANameThatALiveSnapshotHasUntilItIsDeleted() throws SQLException {
    // Given
    Response first = post(",\"name\":\"" + name + "\"");
    Snapshot snapshot =
        workers.available(workers.awaitRequest(snapshotId(first), CreateSnapshot.class));
    post(",\"name\":\"" + name + "\"")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo(ProblemType.NAME_TAKEN.uri()))
        .body("field", equalTo("name"));

    // When
    as("acme").delete("/v1/snapshots/" + snapshot.id()).then().statusCode(202);
    DeleteSnapshot delete = workers.awaitRequest(snapshot.id(), DeleteSnapshot.class);
    Response second =
        askedUnheard(
            () -> workers.deleted(snapshot, delete), () -> post(",\"name\":\"" + name + "\""));

    // Then
    second.then().statusCode(202);
    workers.deleted(snapshot, workers.awaitRequest(snapshot.id(), DeleteSnapshot.class));
    assertThat(post(",\"name\":\"" + name + "\"").statusCode()).isEqualTo(409);
  }

  @Test
  void noMoreThanTwentyOperationsOfASnapshotRunAtOnceButADeleteAlways() {
    // Given
    Snapshot snapshot = available();
    // When
    List<Integer> statuses =
        IntStream.range(0, 20).mapToObj(i -> label(snapshot).statusCode()).toList();
    // Then
    assertThat(statuses).containsOnly(202);
    label(snapshot)
        .then()
        .statusCode(429)
        .header("Retry-After", equalTo("5"))
        .body("type", equalTo(ProblemType.TOO_MANY_REQUESTS.uri()))
        .body("detail", containsString("20 operations of this snapshot"));
    as("acme").delete("/v1/snapshots/" + snapshot.id()).then().statusCode(202);
  }

  private static Response label(Snapshot snapshot) {
    return as("acme")
        .contentType("application/merge-patch+json")
        .body("{\"labels\":{\"a\":\"b\"}}")
        .patch("/v1/snapshots/" + snapshot.id());
  }

  @Test
  void answersTheSameKeyTheSameAndAnotherRequestNot() {
    // Given
    String key = UUID.randomUUID().toString();
    Response first =
        as("acme").header("Idempotency-Key", key).body(create(volumeId, "")).post("/v1/snapshots");

    // When
    Response second =
        as("acme")
            .header("Idempotency-Key", key)
            .body(
                "{\"volumeId\":\"%s\", \"environment\":\"test_area\", \"provider\":\"compute-on\"}"
                    .formatted(volumeId))
            .post("/v1/snapshots");
    Response third =
        as("acme")
            .header("Idempotency-Key", key)
            .body(create(volumeId, ",\"description\":\"other\""))
            .post("/v1/snapshots");
    Response others = as("other").header("Idempotency-Key", key).body("{}").post("/v1/snapshots");

    // Then
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    third.then().statusCode(422).body("type", equalTo(ProblemType.IDEMPOTENCY_KEY_REUSED.uri()));
    others.then().statusCode(422).body("type", equalTo(ProblemType.INVALID_VALUE.uri()));
  }

  @Test
  void aKeyOfAnAdminIsForOneOrganization() {
    // Given
    String path = "/v1/snapshots/" + available().id();
    Map<String, Function<RequestSpecification, Response>> calls =
        Map.of(
            "delete", call -> call.delete(path),
            "restore", call -> call.body("{\"name\":\"new\"}").post(path + "/restore"),
            "update", call -> call.body("{\"description\":\"x\"}").patch(path));

    for (String each : List.of("update", "restore", "delete")) {
      String key = UUID.randomUUID().toString();
      Response first = calls.get(each).apply(asRootFor("acme", key));

      // When
      Response again = calls.get(each).apply(asRootFor("acme", key));
      Response forOther = calls.get(each).apply(asRootFor("other", key));

      // Then
      assertThat(again.<String>path("id")).as(each).isEqualTo(first.path("id")).isNotNull();
      assertThat(forOther.statusCode()).as(each).isEqualTo(422);
      assertThat(forOther.<String>path("type")).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED.uri());
    }
  }

  private static RequestSpecification asRootFor(String organization, String key) {
    return as("root").header("Idempotency-Key", key).queryParam("organization", organization);
  }

  @Test
  void acceptsARequestOnceHoweverManySendItAtOnce() {
    // Given
    String key = UUID.randomUUID().toString();

    // When
    var answers =
        java.util.stream.IntStream.range(0, 16)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(
                        () ->
                            as("acme")
                                .header("Idempotency-Key", key)
                                .body(create(volumeId, ""))
                                .post("/v1/snapshots"),
                        Thread::startVirtualThread))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    // Then
    assertThat(answers).extracting(Response::statusCode).containsOnly(202, 409).contains(202);
    assertThat(
            answers.stream()
                .filter(each -> each.statusCode() == 202)
                .map(each -> each.path("id"))
                .distinct())
        .hasSize(1);
  }

  @Test
  void waitsForTheEndWhenAsked() {
    // Given
    var answer =
        CompletableFuture.supplyAsync(
            () ->
                as("acme")
                    .header("Prefer", "wait=10")
                    .body(create(volumeId, ",\"name\":\"" + name + "\""))
                    .post("/v1/snapshots"));

    // When
    workers.available(awaitRequestNamed(name));

    // Then
    answer
        .join()
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=10")
        .body("status", equalTo("succeeded"));
  }

  @Test
  void answersALateRefusalAsIfItHadBeenKnownAtOnce() {
    // Given
    var answer =
        CompletableFuture.supplyAsync(
            () ->
                as("acme")
                    .header("Prefer", "wait=10")
                    .body(create(volumeId, ",\"name\":\"" + name + "\""))
                    .post("/v1/snapshots"));

    // When
    workers.rejected(
        awaitRequestNamed(name), ProblemType.VOLUME_NOT_FOUND.because("no such volume"));

    // Then
    answer
        .join()
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .header("Location", matchesPattern("/v1/operations/.*"))
        .body("type", equalTo(ProblemType.VOLUME_NOT_FOUND.uri()));
  }

  @Test
  void checksIfMatchAsFarAsItCan() {
    // Given
    Snapshot snapshot = available();

    // When, Then
    as("acme")
        .header("If-Match", "\"2\"")
        .body("{\"description\":\"x\"}")
        .patch("/v1/snapshots/" + snapshot.id())
        .then()
        .statusCode(412);
    as("acme")
        .header("If-Match", "\"3\"")
        .body("{\"description\":\"x\"}")
        .patch("/v1/snapshots/" + snapshot.id())
        .then()
        .statusCode(202);
    assertThat(workers.awaitRequest(snapshot.id(), UpdateSnapshot.class).ifRevision())
        .isEqualTo(3L);
  }

  @Test
  void holdsBothNamesWhileARenameRuns() {
    // Given
    Snapshot snapshot = available();

    // When
    as("acme")
        .body("{\"name\":\"" + name + "-new\"}")
        .patch("/v1/snapshots/" + snapshot.id())
        .then()
        .statusCode(202);

    // Then
    post(",\"name\":\"" + name + "-new\"").then().statusCode(409);
    post(",\"name\":\"" + snapshot.name() + "\"").then().statusCode(409);
  }

  @Test
  void keepsANameThatARenameUnderWayWillGiveBack() {
    // Given
    Snapshot snapshot = available();
    String path = "/v1/snapshots/" + snapshot.id();

    // When
    as("acme").body("{\"name\":\"" + name + "-m\"}").patch(path).then().statusCode(202);
    as("acme").body("{\"name\":\"" + name + "\"}").patch(path).then().statusCode(202);
    workers.renamed(snapshot, name + "-m");

    // Then
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> post(",\"name\":\"" + name + "\"").statusCode() == 409);
  }

  @Test
  void takesRenamesUnderWayAlongInATransfer() {
    // Given
    Snapshot snapshot = available();
    String path = "/v1/snapshots/" + snapshot.id();
    workers.haveVolume("compute-on", "test_area", volumeId + "-other", "other", true);
    await().until(() -> asOther("n-" + UUID.randomUUID()).statusCode() == 202);

    // When
    as("acme").body("{\"name\":\"" + name + "-y\"}").patch(path).then().statusCode(202);
    as("root")
        .queryParam("organization", "acme")
        .body("{\"organization\":\"other\"}")
        .patch(path)
        .then()
        .statusCode(202);

    // Then
    asOther(name + "-y").then().statusCode(409);
    asOther(name).then().statusCode(409);
  }

  private Response asOther(String wanted) {
    return as("other")
        .body(create(volumeId + "-other", ",\"name\":\"" + wanted + "\""))
        .post("/v1/snapshots");
  }

  @Test
  void refusesTextInAPatchThatCannotBeKept() {
    Snapshot snapshot = available();

    as("acme")
        .body("{\"description\":\"a\\u0000b\"}")
        .patch("/v1/snapshots/" + snapshot.id())
        .then()
        .statusCode(400);
  }

  @Test
  void answersASecondDeleteWithTheFirst() {
    // Given
    Snapshot snapshot = available();

    // When
    String first = as("acme").delete("/v1/snapshots/" + snapshot.id()).path("id");
    String second = as("acme").delete("/v1/snapshots/" + snapshot.id()).path("id");

    // Then
    assertThat(second).isEqualTo(first);
    workers.deleted(snapshot, workers.awaitRequest(snapshot.id(), DeleteSnapshot.class));
    await()
        .untilAsserted(
            () ->
                as("acme")
                    .delete("/v1/snapshots/" + snapshot.id())
                    .then()
                    .statusCode(202)
                    .body("id", equalTo(first))
                    .body("status", equalTo("succeeded")));
  }

  @Test
  void beginsADeleteAnewForWhoeverSawItFail() throws SQLException {
    // Given
    Snapshot snapshot = available();
    String path = "/v1/snapshots/" + snapshot.id();
    String key = UUID.randomUUID().toString();
    String first = as("acme").delete(path).path("id");
    DeleteSnapshot request = workers.awaitRequest(snapshot.id(), DeleteSnapshot.class);

    // When
    Response second =
        askedUnheard(
            () ->
                workers.deleteFailed(
                    snapshot, request, ProblemType.PROVIDER_REFUSED.because("in use")),
            () -> as("acme").header("Idempotency-Key", key).delete(path));

    // Then
    second
        .then()
        .statusCode(202)
        .body("id", not(equalTo(first)))
        .body("status", equalTo("running"));
  }

  @Test
  void aNameIsFreeForWhoeverSawItsCreateRefused() throws SQLException {
    // Given
    Response first = post(",\"name\":\"" + name + "\"");
    CreateSnapshot create = workers.awaitRequest(snapshotId(first), CreateSnapshot.class);

    // When
    Response second =
        askedUnheard(
            () -> workers.rejected(create, ProblemType.VOLUME_NOT_FOUND.because("it is gone")),
            () -> post(",\"name\":\"" + name + "\""));

    // Then
    second.then().statusCode(202);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUESTED")
  void takesADeleteInEveryState(SnapshotState state) {
    // Given
    Response create = post("");
    Snapshot snapshot =
        workers.inState(state, workers.awaitRequest(snapshotId(create), CreateSnapshot.class));
    awaitRevision(snapshot.id(), snapshot.revision());

    // When
    Response answer = as("acme").delete("/v1/snapshots/" + snapshot.id());

    // Then
    answer.then().statusCode(202).body("kind", equalTo("delete"));
    assertThat(workers.awaitRequest(snapshot.id(), DeleteSnapshot.class).operationId())
        .hasToString(answer.path("id"));
  }

  @Test
  void takesADeleteBeforeAnyWorkerWasHeardOf() {
    // Given
    UUID requested = snapshotId(post(""));

    // When, Then
    as("acme").delete("/v1/snapshots/" + requested).then().statusCode(202);
  }

  @Test
  void restoresUnderTheSnapshotsNameUnlessAnotherIsGiven() {
    // Given
    Snapshot snapshot = available();

    // When
    as("acme").post("/v1/snapshots/" + snapshot.id() + "/restore").then().statusCode(202);

    // Then
    assertThat(workers.awaitRequest(snapshot.id(), RestoreSnapshot.class).volumeName())
        .isEqualTo(snapshot.name());
  }

  @Test
  void cancelsACreateAndNothingThatCannotBeCancelled() {
    // Given
    Response create = post("");
    Snapshot snapshot = available();
    String delete = as("acme").delete("/v1/snapshots/" + snapshot.id()).path("id");

    // When, Then
    as("acme")
        .post("/v1/operations/" + create.path("id") + "/cancel")
        .then()
        .statusCode(202)
        .body("id", equalTo(create.path("id")));
    as("acme")
        .post("/v1/operations/" + delete + "/cancel")
        .then()
        .statusCode(409)
        .body("type", equalTo(ProblemType.OPERATION_NOT_CANCELLABLE.uri()));
    as("other").post("/v1/operations/" + create.path("id") + "/cancel").then().statusCode(404);
  }

  @Test
  void sendsARequestAgainBeforeItLeavesTheTopic() throws SQLException {
    // Given
    Snapshot snapshot = available();
    as("acme").body("{\"name\":\"" + name + "\"}").patch("/v1/snapshots/" + snapshot.id());
    SnapshotRequest update = workers.awaitRequest(snapshot.id(), UpdateSnapshot.class);

    sent(update, "now()");
    long before = stableCopies(update);

    // When
    sent(update, "now() - interval '4 days'");

    // Then
    await().until(() -> copies(update) > before);
  }

  /** As if a worker had been heard of it. */
  private void sent(SnapshotRequest request, String at) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update operation set heard = true, sent_at = %s where id = '%s'"
              .formatted(at, request.operationId()));
    }
  }

  /** How many there are when no more come. */
  private long stableCopies(SnapshotRequest request) {
    AtomicLong last = new AtomicLong();
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> last.getAndSet(copies(request)) == copies(request));
    return last.get();
  }

  private long copies(SnapshotRequest request) {
    return workers.requests(request.snapshotId()).stream().filter(request::equals).count();
  }

  /** Has something told, and something asked, before it can be heard of here. */
  private Response askedUnheard(Runnable told, Supplier<Response> asked) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table snapshot in share row exclusive mode");
      told.run();
      CompletableFuture<Response> answer = CompletableFuture.supplyAsync(asked);
      await().during(Duration.ofMillis(500)).until(() -> !answer.isDone());
      connection.rollback();
      return answer.join();
    }
  }

  @Test
  void sendsARequestAgainThatNoWorkerWasHeardOf() {
    // When
    UUID silent = snapshotId(post(""));

    // Then
    await().until(() -> workers.requests(silent).size() > 1);
    assertThat(workers.requests(silent))
        .extracting(each -> each.operationId())
        .containsOnly(workers.requests(silent).getFirst().operationId());
  }

  @Test
  void keepsOthersOut() {
    // Given
    Snapshot snapshot = available();
    String path = "/v1/snapshots/" + snapshot.id();
    String unknown = "/v1/snapshots/" + UUID.randomUUID();

    // When, Then
    for (String each : new String[] {path, unknown, "/v1/snapshots/..%2f..", "/v1/snapshots/%00"}) {
      as("other").delete(each).then().statusCode(404).contentType("application/problem+json");
      as("other").body("{\"name\":\"x\"}").patch(each).then().statusCode(404);
      as("other").post(each + "/restore").then().statusCode(404);
    }
    as("acme-reader").delete(path).then().statusCode(403);
    as("nobody").delete(path).then().statusCode(401);
    as("other").body(create(volumeId, "")).post("/v1/snapshots").then().statusCode(404);
    as("acme")
        .body(create(volumeId, ",\"organization\":\"other\""))
        .post("/v1/snapshots")
        .then()
        .statusCode(403);
    as("root")
        .body(create(volumeId, ",\"organization\":\"acme\""))
        .post("/v1/snapshots")
        .then()
        .statusCode(202);
  }

  /** A message must not outgrow what the broker takes. */
  @Test
  void refusesInAPatchMoreThanAMessageHoldsOrAnIndexTakes() {
    // Given
    Snapshot snapshot = available();
    String labels =
        IntStream.rangeClosed(0, 64)
            .mapToObj(each -> "\"l" + each + "\":\"v\"")
            .collect(Collectors.joining(","));
    // When, Then
    for (String body :
        List.of(
            "{\"labels\":{" + labels + "}}",
            "{\"organization\":\"" + "x".repeat(256) + "\"}",
            "{\"organization\":\"a\\nb\"}",
            "{\"organization\":\" \"}")) {
      as("root")
          .queryParam("organization", "acme")
          .contentType("application/merge-patch+json")
          .body(body)
          .patch("/v1/snapshots/" + snapshot.id())
          .then()
          .statusCode(422);
    }
  }

  @Test
  void saysWhatIsWrongWithABody() {
    refuses(422, "name", ",\"name\":\"\"");
    refuses(422, "name", ",\"name\":\"" + "x".repeat(256) + "\"");
    refuses(422, "name", ",\"name\":\"../x\"");
    refuses(422, "name", ",\"name\":\"%2e%2e\"");
    refuses(400, "name", ",\"name\":\"a\\u0000\"");
    for (String character :
        List.of("\\n", "\\r", "\\u0085", "\\u2028", "\\u2029", "\\u202e", "\\u2066")) {
      refuses(422, "name", ",\"name\":\"a" + character + "b\"");
    }
    refuses(400, "rapid", ",\"rapid\":\"yes\"");
    refuses(400, "nmae", ",\"nmae\":\"x\"");
    refuses(422, "deadline", ",\"deadline\":\"2020-01-01T00:00:00Z\"");
    post(",\"name\":\"" + name + "x".repeat(255 - name.length()) + "\"").then().statusCode(202);
    as("acme")
        .body("{\"provider\":\"nowhere\",\"environment\":\"x\",\"volumeId\":\"v\"}")
        .post("/v1/snapshots")
        .then()
        .statusCode(404)
        .body("type", equalTo(ProblemType.PROVIDER_NOT_FOUND.uri()));
    as("acme")
        .body("{\"provider\":\"compute-on\",\"environment\":\"x\",\"volumeId\":\"v\"}")
        .post("/v1/snapshots")
        .then()
        .statusCode(404)
        .body("type", equalTo(ProblemType.ENVIRONMENT_NOT_FOUND.uri()));
  }

  private void refuses(int status, String field, String more) {
    post(more)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("detail", containsString(field));
  }

  private Response post(String more) {
    return as("acme").body(create(volumeId, more)).post("/v1/snapshots");
  }

  private Snapshot available() {
    Response answer = post(",\"name\":\"" + name + "\"");
    Snapshot snapshot =
        workers.available(workers.awaitRequest(snapshotId(answer), CreateSnapshot.class));
    awaitRevision(snapshot.id(), snapshot.revision());
    return snapshot;
  }

  /** Waits until what the workers told is known: an earlier revision is refused then. */
  private static void awaitRevision(UUID id, long revision) {
    // A state that cannot be changed any more says so.
    await()
        .until(
            () ->
                as("acme")
                    .header("If-Match", "\"" + (revision - 1) + "\"")
                    .body("{\"description\":\"x\"}")
                    .patch("/v1/snapshots/" + id)
                    .statusCode(),
            anyOf(is(412), is(409)));
  }

  private CreateSnapshot awaitRequestNamed(String wanted) {
    CreateSnapshot[] found = new CreateSnapshot[1];
    await()
        .until(
            () -> {
              found[0] = workers.createNamed(wanted);
              return found[0] != null;
            });
    return found[0];
  }

  private static UUID snapshotId(Response answer) {
    assertThat(answer.statusCode()).isEqualTo(202);
    return UUID.fromString(answer.path("snapshotId"));
  }
}
