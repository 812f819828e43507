package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Topic;
import io.stillframe.e2e.Api;

/** Reads topics as any subscriber can, from their beginning to where they end now. */
final class Topics {
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final int port;

  Topics(int port) {
    this.port = port;
  }

  List<History.Told> events() {
    List<History.Told> events = new ArrayList<>();
    read(Topic.SNAPSHOT_EVENTS.topicName(), record -> events.add(told(json(record))));
    return events;
  }

  /** What the workers were sent, without cancellations: those are no operations. */
  List<History.Requested> requests() {
    List<History.Requested> requests = new ArrayList<>();
    read(
        Topic.SNAPSHOT_REQUESTS.topicName(),
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
    read(
        Topic.SNAPSHOT_STATE.topicName(),
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
    for (String service : List.of("command-service", "provider-worker", "query-service")) {
      read(
          "stillframe." + service + ".dlq",
          record ->
              letters.add(
                  "%s %s: %s"
                      .formatted(service, record.key(), header(record, "dead-letter-cause"))));
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
              isDue(each)));
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

  private static boolean isDue(JsonNode operation) {
    String deadline = text(operation.path("deadline"));
    String ended = text(operation.path("endedAt"));
    return deadline != null
        && ended != null
        && !Instant.parse(ended).isBefore(Instant.parse(deadline));
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
    Map<TopicPartition, Long> ends = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      for (Topic topic :
          List.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS, Topic.SNAPSHOT_STATE)) {
        ends.putAll(consumer.endOffsets(partitions(consumer, topic.topicName())));
      }
    }
    return ends;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "isolation.level", "read_committed");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(each -> new TopicPartition(each.topic(), each.partition()))
        .toList();
  }

  private void read(String topic, Consumer<ConsumerRecord<String, byte[]>> take) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(take);
      }
    }
  }
}
