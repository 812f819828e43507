package io.stillframe.e2e;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.Topic;

import static io.stillframe.e2e.TestVolume.MIB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What no service could take is kept, and an administrator decides what becomes of it. */
@SharedStack
@Tag("long")
class DeadLettersIT {
  private static final String WORKER = "provider-worker";
  private static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";

  private final Stack stack;
  private final Api admin;
  private final Desk desk;
  private TestVolume volume;

  DeadLettersIT(Stack stack) {
    this.stack = stack;
    this.admin = stack.as("local-admin");
    this.desk = new Desk(admin);
  }

  @BeforeEach
  void aVolume() {
    volume = stack.randomVolume(MIB / 4);
  }

  @Test
  void whatCannotBeReadStaysUnreadableAndIsDiscarded() throws Exception {
    // Given
    String key = UUID.randomUUID().toString();

    // When
    publish(new Message(Topic.SNAPSHOT_REQUESTS.topicName(), key, Map.of(), "no request"));

    // Then
    JsonNode letter = awaitLetter(key, "pending");
    awaitLetter(key, "query-service", "pending");
    assertThat(letter.path("topic").asText()).isEqualTo(Topic.SNAPSHOT_REQUESTS.topicName());
    assertThat(letter.path("value").asText()).isEqualTo("no request");
    assertThat(letter.path("offset").isNumber()).isTrue();
    assertThat(letter.path("cause").asText()).isNotEmpty();

    // When
    JsonNode replayed = desk.end(ask(letter, "replay"));

    // Then
    assertThat(replayed.path("problem").path("type").asText()).endsWith(":dead-letter-not-taken");
    awaitLetter(key, "pending");

    // When
    JsonNode discarded = desk.end(ask(letter, "discard"));

    // Then
    assertThat(discarded.path("status").asText()).isEqualTo("succeeded");
    assertThat(discarded.path("requestedBy").asText()).isEqualTo("local-admin");
    JsonNode closed = awaitLetter(key, "discarded");
    assertThat(closed.path("action")).isEqualTo(discarded.path("id"));
  }

  /** As one that an older version had not understood. */
  @Test
  void aRequestThatCanBeTakenByNowIsDoneOnceHoweverOftenItIsReplayed() throws Exception {
    // Given
    Message request = Message.of(create());
    Map<String, String> cause =
        Map.of(
            "dead-letter-cause", "not understood",
            "dead-letter-topic", request.topic(),
            "dead-letter-partition", "0",
            "dead-letter-offset", "0");
    publish(
        new Message(
            Topic.PROVIDER_WORKER_DLQ.topicName(),
            request.key(),
            request.with(cause).headers(),
            request.value()));
    JsonNode letter = awaitLetter(request.key(), "pending");
    assertThat(admin.get("/v1/snapshots/" + request.key()).status()).isEqualTo(404);

    // When
    for (int i = 0; i < 3; i++) {
      desk.end(ask(letter, "replay"));
    }

    // Then
    Api owner = stack.operator();
    Awaitility.await()
        .until(
            () -> owner.get("/v1/snapshots/" + request.key()).text("state"), "available"::equals);
    awaitLetter(request.key(), "replayed");
    assertThat(stack.disk().copies())
        .filteredOn(copy -> copy.volumeId().equals(volume.id()))
        .hasSize(1);
  }

  private CreateSnapshot create() {
    return new CreateSnapshot(
        UuidCreator.getTimeOrderedEpoch(),
        UuidCreator.getTimeOrderedEpoch(),
        ORGANIZATION,
        TestVolume.PROVIDER,
        TestVolume.ENVIRONMENT,
        volume.id(),
        volume.name(),
        null,
        "replayed-" + UUID.randomUUID(),
        null,
        Map.of(),
        false,
        Instant.now(),
        null);
  }

  private Answer ask(JsonNode letter, String what) {
    return desk.ask("/v1/dead-letters/" + letter.path("id").asText() + "/" + what, Map.of());
  }

  private JsonNode awaitLetter(String key, String status) {
    return awaitLetter(key, WORKER, status);
  }

  private JsonNode awaitLetter(String key, String group, String status) {
    return Awaitility.await()
        .until(() -> letter(key, group), found -> status.equals(found.path("status").asText()));
  }

  private JsonNode letter(String key, String group) {
    Answer page = Api.expect(200, admin.get("/v1/dead-letters?limit=1000&group=" + group));
    for (JsonNode each : page.body().path("items")) {
      if (each.path("key").asText().equals(key)) {
        return each;
      }
    }
    return page.body().path("none");
  }

  private void publish(Message message) throws ExecutionException, InterruptedException {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(message.topic(), message.key(), message.value());
    message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    Map<String, Object> settings = Map.of("bootstrap.servers", stack.running().broker());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(record).get();
    }
  }
}
