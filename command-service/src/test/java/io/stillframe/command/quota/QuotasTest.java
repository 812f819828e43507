package io.stillframe.command.quota;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.command.Workers;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.local.StillframeTestResource;

import static io.stillframe.command.Api.as;
import static io.stillframe.command.Api.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** What organizations may have: {@code application.properties} gives these five little. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class QuotasTest {
  private static final int AT_ONCE = 12;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final String volumeId = UUID.randomUUID().toString();
  private Workers workers;

  @BeforeEach
  void connect() {
    workers = new Workers(bootstrapServers);
    workers.haveEnvironment("compute-on", "test_area");
  }

  @AfterEach
  void disconnect() {
    workers.close();
  }

  @Test
  void noMoreSnapshotsThanTheQuotaHoweverManyAskAtOnce() {
    // Given
    haveVolume("small");
    // When
    List<Response> answers =
        IntStream.range(0, AT_ONCE)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> post("small")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    // Then
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).hasSize(2);
    answers.stream()
        .filter(answer -> answer.statusCode() != 202)
        .forEach(answer -> assertExceeded(answer, "at most 2 snapshots"));
    // When
    Response accepted = answers.stream().filter(a -> a.statusCode() == 202).findAny().orElseThrow();
    delete(UUID.fromString(accepted.path("snapshotId")));
    // Then
    await().untilAsserted(() -> post("small").then().statusCode(202));
  }

  @Test
  void noMoreBytesInFlightThanTheQuota() {
    // Given
    haveVolume("narrow");
    Response first = post("narrow");
    first.then().statusCode(202);
    post("narrow").then().statusCode(202);
    // When
    Response third = post("narrow");
    // Then
    assertExceeded(third, "at most 2500 bytes in flight");
    // When
    workers.available(
        workers.awaitRequest(UUID.fromString(first.path("snapshotId")), CreateSnapshot.class));
    // Then
    await().untilAsserted(() -> post("narrow").then().statusCode(202));
  }

  @Test
  void restoresAndWhatDialectsAreAskedForAreCountedToo() {
    // Given
    haveVolume("tight");
    Response create = post("tight");
    UUID id = UUID.fromString(create.path("snapshotId"));
    workers.available(workers.awaitRequest(id, CreateSnapshot.class));
    await().untilAsserted(() -> restore(id).then().statusCode(202));
    restore(id).then().statusCode(202);
    // When
    Response third = restore(id);
    Response ofDialect =
        as("tight")
            .body("{\"volumeId\":\"%s\"}".formatted(volumeId))
            .post("/api/v2/services/compute-on/test_area/snapshots");
    // Then
    assertExceeded(third, "at most 2500 bytes in flight");
    ofDialect
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern("\\d+"))
        .body("errors[0].message", containsString("at most 2500 bytes in flight"));
  }

  @Test
  void noMoreUpdatesAndRestoresAtOnceThanTheQuota() {
    // Given
    haveVolume("hasty");
    Snapshot first = available("hasty");
    Snapshot second = available("hasty");
    await().untilAsserted(() -> rename(first).then().statusCode(202));
    restore("hasty", first.id()).then().statusCode(202);
    // When
    Response update = rename(second);
    Response restore = restore("hasty", second.id());
    // Then
    assertExceeded(update, "at most 2 updates and restores at once");
    assertExceeded(restore, "at most 2 updates and restores at once");
    as("hasty").delete("/v1/snapshots/" + second.id()).then().statusCode(202);
  }

  private Snapshot available(String organization) {
    UUID id = UUID.fromString(post(organization).path("snapshotId"));
    return workers.available(workers.awaitRequest(id, CreateSnapshot.class));
  }

  private static Response rename(Snapshot snapshot) {
    return as("hasty")
        .contentType("application/merge-patch+json")
        .body("{\"name\":\"" + UUID.randomUUID() + "\"}")
        .patch("/v1/snapshots/" + snapshot.id());
  }

  private static Response restore(UUID snapshotId) {
    return restore("tight", snapshotId);
  }

  private static Response restore(String organization, UUID snapshotId) {
    return as(organization).body("{}").post("/v1/snapshots/" + snapshotId + "/restore");
  }

  @Test
  void noMoreCallsThanTheQuota() {
    // When
    List<Integer> statuses =
        IntStream.range(0, 6)
            .mapToObj(i -> as("slow").delete("/v1/snapshots/" + UUID.randomUUID()))
            .map(Response::statusCode)
            .toList();
    // Then
    assertThat(statuses).startsWith(403).contains(429);
    as("slow")
        .delete("/v1/snapshots/" + UUID.randomUUID())
        .then()
        .header("Retry-After", matchesPattern("[1-9]"))
        .body("type", equalTo(ProblemType.TOO_MANY_REQUESTS.uri()));
    as("acme").delete("/v1/snapshots/" + UUID.randomUUID()).then().statusCode(404);
  }

  private void haveVolume(String organization) {
    workers.haveVolume("compute-on", "test_area", volumeId, organization, true);
    await()
        .until(
            () -> as("acme").body(create(volumeId, "")).post("/v1/snapshots").statusCode() == 404);
  }

  private Response post(String organization) {
    return as(organization)
        .body(create(volumeId, ",\"name\":\"" + UUID.randomUUID() + "\""))
        .post("/v1/snapshots");
  }

  private void delete(UUID snapshotId) {
    Snapshot snapshot = workers.available(workers.awaitRequest(snapshotId, CreateSnapshot.class));
    await()
        .untilAsserted(
            () -> as("small").delete("/v1/snapshots/" + snapshotId).then().statusCode(202));
    workers.deleted(snapshot, workers.awaitRequest(snapshotId, DeleteSnapshot.class));
  }

  private static void assertExceeded(Response answer, String bound) {
    answer
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern("\\d+"))
        .body("type", equalTo(ProblemType.QUOTA_EXCEEDED.uri()))
        .body("detail", containsString(bound));
  }
}
