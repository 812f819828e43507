package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** Laws 5 and 8: the tables are a function of the topics, and a bad record stops nobody. */
@QueryServiceTest
class ProjectionTest {
  private static final String PREVIOUS = "\"previousState\":\"";

  @BeforeEach
  void awaitReady() {
    Api.awaitReady();
  }

  @Test
  void anyOrderAndAnyNumberOfCopiesGiveTheSameRows() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "shuffled");
    List<Message> messages =
        Stream.concat(
                life.requests().stream().map(Message::of),
                // With the state after each event, which makes the same row.
                life.events().stream().flatMap(event -> Message.all(event).stream()))
            .toList();
    publishOneByOne(messages);
    awaitApplied(life);
    List<String> expected = Tables.rowsOf(life);
    Random random = new Random(42);
    for (int round = 0; round < 6; round++) {
      Tables.forget(life);
      List<Message> shuffled =
          Stream.concat(messages.stream(), messages.stream()).collect(toCollection(ArrayList::new));
      Collections.shuffle(shuffled, random);
      // When
      if (round % 2 == 0) {
        publishOneByOne(shuffled);
      } else {
        Publisher.publish(shuffled.toArray(Message[]::new));
      }
      awaitApplied(life);
      // Then
      assertThat(Tables.rowsOf(life)).as("round %d", round).isEqualTo(expected);
    }
  }

  @Test
  void requestNeverBeatsAnEvent() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "first-event");
    Publisher.publish(life.requested(), life.creating(), life.available(3));
    Api.get("/v1/snapshots/" + life.id() + "?minVersion=3").then().statusCode(200);
    // When
    Publisher.publish(life.create);
    // Then
    Api.get("/v1/snapshots?limit=1").then().statusCode(200);
    Api.snapshot(life.id()).then().body("state", equalTo("available"), "version", equalTo(3));
    Api.operation(life.operationId()).then().body("status", equalTo("succeeded"));
  }

  @Test
  void snapshotWhoseEventsAreGoneIsKnownByItsState() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "state-only");
    // When
    Publisher.publish(Message.stateAfter(life.available(5)));
    // Then
    Api.snapshot(life.id()).then().statusCode(200).body("state", equalTo("available"));
    // When
    Message last = Message.stateAfter(life.deleted(7));
    Publisher.publish(new Message(last.topic(), last.key(), last.headers(), null));
    // Then
    await().until(() -> Tables.versionOf(life.id()) == -1);
  }

  @Test
  void timelineKeepsTheLatestProgressOnly() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "timeline");
    // When
    publishOneByOne(life.events().stream().map(Message::of).toList());
    // Then
    Api.get("/v1/snapshots/" + life.id() + "/timeline")
        .then()
        .statusCode(200)
        .body(
            "items.type",
            contains("requested", "creating", "progressed", "available", "deleting", "deleted"),
            "items.version",
            contains(1, 2, 4, 5, 6, 7),
            "items[2].progress.percent",
            equalTo(70),
            "items[3].previousState",
            equalTo("creating"));
    Api.snapshot(life.id()).then().statusCode(404);
  }

  /** A delete may be tried every minute for as long as its provider is away. */
  @Test
  void aTimelineShowsTheLatestThousand() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "long");
    // When
    Publisher.publish(
        LongStream.rangeClosed(1, 1010)
            .mapToObj(life::available)
            .map(Message::of)
            .toArray(Message[]::new));
    // Then
    Api.awaitReady();
    await()
        .untilAsserted(
            () ->
                Api.get("/v1/snapshots/" + life.id() + "/timeline")
                    .then()
                    .body(
                        "items.size()",
                        equalTo(1000),
                        "items[0].version",
                        equalTo(11),
                        "items[999].version",
                        equalTo(1010)));
  }

  @Test
  void unknownEventTypeAndUnknownMembersAreApplied() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "newer");
    String newer =
        Message.of(life.requested())
            .value()
            .replace("\"type\":\"requested\"", "\"type\":\"compressed\"")
            .replace("\"rapid\":false", "\"rapid\":false,\"compression\":\"zstd\"");
    // When
    Publisher.publishRaw(Topic.SNAPSHOT_EVENTS.topicName(), life.id().toString(), newer);
    // Then
    Api.snapshot(life.id()).then().statusCode(200).body("compression", equalTo("zstd"));
    Api.get("/v1/snapshots/" + life.id() + "/timeline")
        .then()
        .body("items.type", contains("compressed"));
  }

  @Test
  void recordThatCannotBeTakenIsDeadLetteredAndTheOthersAreApplied() {
    // Given
    Life before = Life.of(Keys.ORGANIZATION, "before");
    Life after = Life.of(Keys.ORGANIZATION, "after");
    String key = before.id().toString();
    String topic = Topic.SNAPSHOT_EVENTS.topicName();
    String incomplete = "{\"type\":\"requested\",\"snapshot\":{}}";
    // When
    Publisher.publishRaw(topic, key, Message.of(before.requested()).value());
    Publisher.publishRaw(topic, key, "no json");
    Publisher.publishRaw(topic, key, incomplete);
    String illegal =
        Message.of(before.available(9))
            .value()
            .replace(PREVIOUS + "creating", PREVIOUS + "deleted");
    Publisher.publishRaw(topic, key, illegal);
    Map<String, String> unreadable = new HashMap<>(Message.of(before.requested()).headers());
    unreadable.putAll(Map.of("ce_time", "never", "ce_source", "%%", "ce_dataschema", "%%"));
    Publisher.publish(new Message(topic, key, unreadable, "{"));
    Publisher.publishRaw(topic, key, Message.of(after.requested()).value());
    // Then
    Api.snapshot(after.id()).then().statusCode(200);
    Api.snapshot(before.id()).then().statusCode(200).body("state", equalTo("requested"));
    List<ConsumerRecord<String, byte[]>> letters = deadLetters(key, 4);
    assertThat(letters)
        .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
        .containsExactly("no json", incomplete, illegal, "{");
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(header(letter, "dead-letter-topic")).isEqualTo(topic);
              assertThat(header(letter, "dead-letter-cause")).isNotBlank();
              assertThat(header(letter, "dead-letter-offset")).matches("\\d+");
            });
  }

  @Test
  void messageThatTheDatabaseRefusesIsDeadLetteredAlone() {
    // Given
    Life good = Life.of(Keys.ORGANIZATION, "good");
    Life bad = Life.of(Keys.ORGANIZATION, "bad");
    String topic = Topic.SNAPSHOT_EVENTS.topicName();
    String refused = Message.of(bad.requested()).value().replace("\"bad\"", "\"a\\u0000b\"");
    // When
    Publisher.publishRaw(topic, bad.id().toString(), refused);
    Publisher.publish(good.requested());
    // Then
    Api.snapshot(good.id()).then().statusCode(200);
    assertThat(deadLetters(bad.id().toString(), 1)).hasSize(1);
    Api.get("/v1/snapshots?limit=1").then().statusCode(200);
  }

  @Test
  void transferLeavesEarlierEntriesWithTheFormerOwner() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "moved");
    // When
    Publisher.publish(
        life.requested(),
        life.creating(),
        life.available(3),
        life.transferred(4, Keys.OTHER_ORGANIZATION));
    Life moved = life.ownedBy(Keys.OTHER_ORGANIZATION);
    Publisher.publish(moved.deleting(5));
    // Then
    String timeline = "/v1/snapshots/" + life.id() + "/timeline";
    Api.as(Keys.OTHER)
        .get("/v1/snapshots/" + life.id() + "?minVersion=5")
        .then()
        .statusCode(200)
        .body("state", equalTo("deleting"));
    Api.snapshot(life.id()).then().statusCode(404);
    Api.get(timeline)
        .then()
        .body("items.version", contains(1, 2, 3, 4))
        .body("items[3].operations.id", contains(life.restoreId(Keys.ORGANIZATION).toString()));
    Api.as(Keys.OTHER)
        .get(timeline)
        .then()
        .body("items.version", contains(4, 5))
        .body(
            "items[0].operations.id", contains(life.restoreId(Keys.OTHER_ORGANIZATION).toString()));
    Api.operation(life.operationId()).then().statusCode(200);
    Api.as(Keys.OTHER).get("/v1/operations/" + life.operationId()).then().statusCode(404);
  }

  private static void publishOneByOne(List<Message> messages) {
    messages.forEach(Publisher::publish);
  }

  /** Waits for the last version and, since the topics are independent, for what came after it. */
  private static void awaitApplied(Life life) {
    await().until(() -> Tables.versionOf(life.id()) == 7);
    Api.get("/v1/snapshots?limit=1").then().statusCode(200);
    assertThat(Tables.rows("select state from snapshot_view where id = '%s'".formatted(life.id())))
        .containsExactly(SnapshotState.DELETED.wireName());
  }

  private static List<ConsumerRecord<String, byte[]>> deadLetters(String key, int count) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
            ConsumerConfig.GROUP_ID_CONFIG,
            "test-" + UUID.randomUUID(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("stillframe.query-service.dlq"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        record -> {
                          if (key.equals(record.key())) {
                            found.add(record);
                          }
                        });
                return found.size() >= count;
              });
    }
    return found;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
