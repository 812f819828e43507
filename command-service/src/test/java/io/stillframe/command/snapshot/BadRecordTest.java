package io.stillframe.command.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.command.Records;
import io.stillframe.command.Workers;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.local.StillframeTestResource;

import static io.stillframe.command.Api.as;
import static io.stillframe.command.Api.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What nobody can read goes to the desk, and what comes after it on its partition is taken. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class BadRecordTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final String volumeId = UUID.randomUUID().toString();
  private final String name = "n-" + UUID.randomUUID();
  private Workers workers;
  private Records records;

  @BeforeEach
  void connect() {
    workers = new Workers(bootstrapServers);
    records =
        new Records(
            bootstrapServers, Topic.SNAPSHOT_EVENTS, Topic.VOLUME_STATE, Topic.COMMAND_SERVICE_DLQ);
    workers.haveEnvironment("compute-on", "test_area");
  }

  @AfterEach
  void disconnect() {
    records.close();
    workers.close();
  }

  @Test
  void anEventThatCannotBeReadStopsNoOther() {
    // Given
    await().until(() -> ask().statusCode() == 202);
    var create = await().until(() -> workers.createNamed(name), found -> found != null);
    String key = create.snapshotId().toString();

    // When
    records.send(Topic.SNAPSHOT_EVENTS, key, Map.of(), bytes("no json"));
    records.send(Topic.SNAPSHOT_EVENTS, key, Map.of(), bytes("{\"type\":\"rejected\"}"));
    String illegal = Message.of(deletedAtOnce(create)).value();
    records.send(Topic.SNAPSHOT_EVENTS, key, Map.of(), bytes(illegal));
    workers.rejected(create, ProblemType.VOLUME_NOT_FOUND.because("it is gone"));

    // Then
    await().atMost(Duration.ofSeconds(20)).until(() -> ask().statusCode() == 202);
    assertLetters(Topic.SNAPSHOT_EVENTS, key, "no json", "{\"type\":\"rejected\"}", illegal);
  }

  private static SnapshotEvent deletedAtOnce(CreateSnapshot create) {
    Snapshot deleted =
        SnapshotBuilder.builder(Snapshot.requested(create))
            .state(SnapshotState.DELETED)
            .version(2)
            .build();
    return new SnapshotEvent.Deleted(Instant.now(), SnapshotState.REQUESTED, deleted, List.of());
  }

  @Test
  void aVolumeThatCannotBeReadStopsNoOther() {
    // Given
    String key = keyOfTheVolume();

    // When
    records.send(Topic.VOLUME_STATE, key, Map.of(), bytes("{\"id\":"));
    workers.haveVolume("compute-on", "test_area", volumeId, "acme", true);

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                as("acme")
                        .body(create(volumeId, ",\"rapid\":true"))
                        .post("/v1/snapshots")
                        .statusCode()
                    == 422);
    assertLetters(Topic.VOLUME_STATE, key, "{\"id\":");
  }

  private Response ask() {
    return as("acme").body(create(volumeId, ",\"name\":\"" + name + "\"")).post("/v1/snapshots");
  }

  private String keyOfTheVolume() {
    return Message.of(
            new Volume(
                volumeId,
                "compute-on",
                "test_area",
                "acme",
                "ROOT-1",
                "os",
                1000,
                true,
                null,
                null,
                1,
                Instant.now()))
        .key();
  }

  private void assertLetters(Topic topic, String key, String... values) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(letters(key))
                    .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                    .containsExactly(values));
    assertThat(letters(key))
        .allSatisfy(
            letter -> {
              assertThat(header(letter, "dead-letter-topic")).isEqualTo(topic.topicName());
              assertThat(header(letter, "dead-letter-cause")).isNotBlank();
              assertThat(header(letter, "dead-letter-offset")).matches("\\d+");
            });
  }

  private List<ConsumerRecord<String, byte[]>> letters(String key) {
    return records.of(Topic.COMMAND_SERVICE_DLQ).stream()
        .filter(letter -> key.equals(letter.key()))
        .toList();
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
