package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Topic;
import io.stillframe.e2e.Api;
import io.stillframe.e2e.Subscriber;

/** Reads topics as any subscriber can, from their beginning to where they end now. */
final class Topics {
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Subscriber topics;

  Topics(int port) {
    this.topics = new Subscriber("127.0.0.1:" + port);
  }

  List<History.Told> events() {
    List<History.Told> events = new ArrayList<>();
    topics.read(Topic.SNAPSHOT_EVENTS, record -> events.add(told(json(record))));
    return events;
  }

  /** What the workers were sent, without cancellations: those are no operations. */
  List<History.Requested> requests() {
    List<History.Requested> requests = new ArrayList<>();
    topics.read(
        Topic.SNAPSHOT_REQUESTS,
        record -> {
          JsonNode request = json(record);
          String kind = request.path("type").asText();
          if (!kind.equals("cancel")) {
            requests.add(
                new History.Requested(
                    UUID.fromString(record.key()),
                    UUID.fromString(request.path("operationId").asText()),
                    kind,
                    header(record, "ce_id")));
          }
        });
    return requests;
  }

  /** The latest of each key. */
  List<History.StateTold> states() {
    Map<String, History.StateTold> latest = new LinkedHashMap<>();
    topics.read(
        Topic.SNAPSHOT_STATE,
        record -> {
          JsonNode state = json(record);
          latest.put(
              record.key(),
              new History.StateTold(
                  UUID.fromString(record.key()), state.path("version").asLong(), digest(state)));
        });
    return List.copyOf(latest.values());
  }

  List<String> deadLetters() {
    List<String> letters = new ArrayList<>();
    for (Topic topic :
        List.of(Topic.COMMAND_SERVICE_DLQ, Topic.PROVIDER_WORKER_DLQ, Topic.QUERY_SERVICE_DLQ)) {
      topics.read(
          topic,
          record ->
              letters.add(
                  "%s %s: %s"
                      .formatted(
                          topic.topicName(), record.key(), header(record, "dead-letter-cause"))));
    }
    return letters;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static History.Told told(JsonNode event) {
    JsonNode snapshot = event.path("snapshot");
    List<History.Moved> moved = new ArrayList<>();
    for (JsonNode each : event.path("operations")) {
      moved.add(
          new History.Moved(
              UUID.fromString(each.path("id").asText()),
              each.path("status").asText(),
              text(each.path("result").path("volumeId")),
              text(each.path("problem").path("type")),
              instant(each.path("endedAt"))));
    }
    return new History.Told(
        UUID.fromString(snapshot.path("id").asText()),
        snapshot.path("version").asLong(),
        event.path("type").asText(),
        text(event.path("previousState")),
        snapshot.path("state").asText(),
        text(snapshot.path("providerSnapshotId")),
        members(snapshot),
        moved,
        digest(snapshot));
  }

  private static Members members(JsonNode snapshot) {
    Map<String, String> labels = new LinkedHashMap<>();
    snapshot
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Members(text(snapshot.path("name")), Map.copyOf(labels));
  }

  private static @Nullable Instant instant(JsonNode node) {
    return node.isTextual() ? Instant.parse(node.textValue()) : null;
  }

  /** The same for the same members and values, whatever their order. */
  static String digest(JsonNode node) {
    try {
      byte[] text = SORTED.writeValueAsBytes(SORTED.treeToValue(node, Object.class));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }

  private static JsonNode json(ConsumerRecord<String, byte[]> record) {
    try {
      return Api.JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far goes what is asked and told of snapshots. */
  Map<TopicPartition, Long> ends() {
    return topics.ends(
        List.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS, Topic.SNAPSHOT_STATE));
  }
}
