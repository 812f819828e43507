package io.stillframe.command.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.command.Api;
import io.stillframe.command.Records;
import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.Message;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

/** What administrators ask for is accepted, for them only, and sent. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class AdminResourceTest {
  private static final String FINDING = "01a1ff8e-6d52-5b3a-9c51-0c2f6f3a9e01";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private Records records;

  @BeforeEach
  void connect() {
    records =
        new Records(
            bootstrapServers, Topic.ADMIN_REQUESTS, Topic.ADMIN_EVENTS, Topic.COMMAND_SERVICE_DLQ);
  }

  @AfterEach
  void disconnect() {
    records.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/read-model/rebuild,rebuild-read-model,read-model",
    "/v1/dead-letters/query-service/3/17/replay,replay-dead-letter,query-service/3/17",
    "/v1/dead-letters/provider-worker/0/0/discard,discard-dead-letter,provider-worker/0/0",
    "/v1/inventory/findings/" + FINDING + "/adopt,adopt-finding," + FINDING,
    "/v1/inventory/findings/" + FINDING + "/delete,delete-finding," + FINDING,
    "/v1/inventory/findings/" + FINDING + "/ignore,ignore-finding," + FINDING
  })
  void everyCallIsAcceptedAndSentForAdministratorsOnly(String path, String type, String target) {
    // When
    given().post(path).then().statusCode(401);
    for (String key : List.of("acme-reader", "acme")) {
      Api.as(key)
          .post(path)
          .then()
          .statusCode(403)
          .body("type", equalTo(ProblemType.FORBIDDEN.uri()));
    }
    String id =
        Api.as("root")
            .post(path)
            .then()
            .statusCode(202)
            .header("Location", startsWith("/v1/admin/actions/"))
            .header("Retry-After", notNullValue())
            .body(
                "action", equalTo(type),
                "target", equalTo(target),
                "status", equalTo("running"),
                "requestedBy", equalTo("root"),
                "requestedAt", notNullValue())
            .extract()
            .path("id");

    // Then
    AdminRequest request = request(UUID.fromString(id));
    assertThat(request.type()).isEqualTo(type);
    assertThat(request.target()).isEqualTo(target);
    assertThat(request.requestedBy()).isEqualTo("root");
    assertThat(request.organization()).isEqualTo("root");
    assertThat(request.id().version()).isEqualTo(7);
  }

  @Test
  void whatAnAdoptionAndARebuildSayIsSent() {
    // When
    String adoption =
        Api.as("root")
            .body("{\"organization\":\"acme\",\"name\":\"found\"}")
            .post("/v1/inventory/findings/" + FINDING + "/adopt")
            .then()
            .statusCode(202)
            .body("parameters.owner", equalTo("acme"))
            .extract()
            .path("id");
    String rebuild =
        Api.as("root")
            .body("{\"acceptDifferences\":true}")
            .post("/v1/read-model/rebuild")
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    // Then
    assertThat(request(UUID.fromString(adoption)))
        .isInstanceOfSatisfying(
            AdminRequest.AdoptFinding.class,
            adopt -> {
              assertThat(adopt.owner()).isEqualTo("acme");
              assertThat(adopt.name()).isEqualTo("found");
            });
    assertThat(request(UUID.fromString(rebuild)))
        .isInstanceOfSatisfying(
            AdminRequest.RebuildReadModel.class,
            request -> assertThat(request.acceptDifferences()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/dead-letters/nobody/3/17/replay",
        "/v1/dead-letters/query-service/x/17/replay",
        "/v1/dead-letters/query-service/03/17/discard",
        "/v1/inventory/findings/none/ignore"
      })
  void whatCanBeNothingOfOursIsNotFound(String path) {
    Api.as("root").post(path).then().statusCode(404);
    Api.as("acme").post(path).then().statusCode(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/inventory/findings/" + FINDING + "/adopt|{\"name\":\"a/b\"}|422",
        "/v1/inventory/findings/" + FINDING + "/adopt|{\"organization\":\"\"}|422",
        "/v1/inventory/findings/" + FINDING + "/adopt|{\"colour\":\"red\"}|400",
        "/v1/read-model/rebuild|{\"acceptDifferences\":\"yes\"}|400"
      })
  void aBodyThatBreaksARuleIsRefused(String path, String body, int status) {
    Api.as("root").body(body).post(path).then().statusCode(status);
  }

  @Test
  void aDeadLetterOfThisServiceIsTakenAgain() {
    // Given
    CreateSnapshot create = create();
    Message event =
        Message.of(
            new SnapshotEvent.Available(
                Instant.now(),
                SnapshotState.CREATING,
                SnapshotBuilder.builder(Snapshot.requested(create))
                    .state(SnapshotState.AVAILABLE)
                    .version(3)
                    .revision(3)
                    .build(),
                List.of()));
    ConsumerRecord<String, byte[]> good = letter(event.key(), event.topic(), event.value());
    ConsumerRecord<String, byte[]> bad = letter("bad", event.topic(), "no json");

    // When
    AdminEvent taken = replay(good.partition(), good.offset());
    AdminEvent refused = replay(bad.partition(), bad.offset());
    AdminEvent nothing = replay(0, 99_999_999);

    // Then
    assertThat(taken.status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    Api.as("acme").delete("/v1/snapshots/" + create.snapshotId()).then().statusCode(202);
    assertThat(refused.problem().type()).isEqualTo(ProblemType.DEAD_LETTER_NOT_TAKEN.uri());
    assertThat(nothing.problem().type()).isEqualTo(ProblemType.DEAD_LETTER_NOT_FOUND.uri());
  }

  private ConsumerRecord<String, byte[]> letter(String key, String topic, String value) {
    return records.send(
        Topic.COMMAND_SERVICE_DLQ,
        key,
        Map.of("dead-letter-topic", topic, "dead-letter-partition", "0", "dead-letter-offset", "0"),
        value.getBytes(StandardCharsets.UTF_8));
  }

  private AdminEvent replay(int partition, long offset) {
    UUID id =
        UUID.fromString(
            Api.as("root")
                .post(
                    "/v1/dead-letters/"
                        + new DeadLetterId("command-service", partition, offset)
                        + "/replay")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                records.of(Topic.ADMIN_EVENTS).stream()
                    .map(record -> read(record, AdminEvent.class))
                    .filter(event -> event.id().equals(id))
                    .findFirst()
                    .orElse(null),
            event -> event != null);
  }

  private AdminRequest request(UUID id) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                records.of(Topic.ADMIN_REQUESTS).stream()
                    .map(record -> read(record, AdminRequest.class))
                    .filter(request -> request.id().equals(id))
                    .findFirst()
                    .orElse(null),
            request -> request != null);
  }

  private static CreateSnapshot create() {
    return new CreateSnapshot(
        UuidCreator.getTimeOrderedEpoch(),
        UuidCreator.getTimeOrderedEpoch(),
        "acme",
        "compute-on",
        "test_area",
        "v",
        null,
        null,
        "replayed",
        null,
        Map.of(),
        false,
        Instant.now(),
        null);
  }

  private static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
    try {
      return Message.read(record.value(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
