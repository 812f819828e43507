package io.stillframe.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;

/**
 * One record of a topic: a CloudEvents 1.0 event in binary mode. Over 200 lines because whatever is
 * published is made here.
 *
 * @param headers the {@code ce_} attributes and the content type
 * @param value JSON; null is a tombstone
 */
public record Message(
    String topic, String key, Map<String, String> headers, @Nullable String value) {

  private static final String TYPE_PREFIX = "io.stillframe.";

  /**
   * A request. Its headers alone suffice to end the operation of one whose value cannot be read:
   * for a create they say of what the snapshot would have been.
   */
  public static Message of(SnapshotRequest request) {
    String key = request.snapshotId().toString();
    Map<String, String> headers =
        headers(
            request.messageId(),
            "command-service",
            "snapshot." + request.type(),
            key,
            request.requestedAt());
    headers.put("ce_organization", request.organization());
    headers.put("ce_operationid", request.operationId().toString());
    if (request instanceof CreateSnapshot create) {
      headers.put("ce_provider", create.provider());
      headers.put("ce_environment", create.environment());
      headers.put("ce_volumeid", create.volumeId());
      headers.put("ce_snapshotname", create.name());
    }
    return new Message(Topic.SNAPSHOT_REQUESTS.topicName(), key, headers, write(request));
  }

  /** The same with more headers. */
  public Message with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Message(topic, key, all, value);
  }

  public static Message of(SnapshotEvent event) {
    Snapshot snapshot = event.snapshot();
    String key = snapshot.id().toString();
    return new Message(
        Topic.SNAPSHOT_EVENTS.topicName(),
        key,
        versioned(key, "snapshot." + event.type(), snapshot.version(), event.time()),
        write(event));
  }

  /** Everything that is published of an event: itself, and the state after it. */
  public static List<Message> all(SnapshotEvent event) {
    return List.of(of(event), stateAfter(event));
  }

  /** The state after an event, for the compacted topic. */
  public static Message stateAfter(SnapshotEvent event) {
    Snapshot snapshot = event.snapshot();
    String key = snapshot.id().toString();
    return new Message(
        Topic.SNAPSHOT_STATE.topicName(),
        key,
        versioned(key, "snapshot.state", snapshot.version(), event.time()),
        write(snapshot));
  }

  public static Message of(Volume volume) {
    String key = Volume.key(volume.provider(), volume.environment(), volume.id());
    return new Message(
        Topic.VOLUME_STATE.topicName(),
        key,
        versioned(key, "volume.state", volume.version(), volume.observedAt()),
        write(volume));
  }

  /** Says that a volume is gone for good. */
  public static Message volumeGone(Volume volume) {
    Message last = of(volume);
    return new Message(last.topic(), last.key(), last.headers(), null);
  }

  public static Message of(ProviderEnvironment environment) {
    String key = ProviderEnvironment.key(environment.provider(), environment.environment());
    return new Message(
        Topic.PROVIDER_STATE.topicName(),
        key,
        versioned(key, "provider.state", environment.version(), environment.checkedAt()),
        write(environment));
  }

  public static Message of(Finding finding) {
    String key = finding.id().toString();
    return new Message(
        Topic.INVENTORY_FINDINGS.topicName(),
        key,
        versioned(key, "inventory.finding", finding.version(), finding.observedAt()),
        write(finding));
  }

  /** Says that a finding is of no interest any more. */
  public static Message findingGone(Finding finding) {
    Message last = of(finding);
    return new Message(last.topic(), last.key(), last.headers(), null);
  }

  public static Message of(AdminRequest request) {
    return new Message(
        Topic.ADMIN_REQUESTS.topicName(),
        request.target(),
        headers(
            request.id().toString(),
            "command-service",
            "admin." + request.type(),
            request.target(),
            request.requestedAt()),
        write(request));
  }

  /**
   * What became of an administrator's request.
   *
   * @param service who carried it out, for example {@code provider-worker}
   */
  public static Message of(AdminEvent event, String service) {
    String status = event.status().wireName();
    return new Message(
        Topic.ADMIN_EVENTS.topicName(),
        event.target(),
        headers(
            event.id() + "/" + status, service, "admin." + status, event.target(), event.time()),
        write(event));
  }

  /**
   * Reads the value of a record.
   *
   * @throws IOException if it is not JSON of this type, or an illegal event
   */
  public static <T> T read(byte @Nullable [] value, Class<T> type) throws IOException {
    T read = value == null ? null : ContractJson.MAPPER.readValue(value, type);
    if (read == null) {
      throw new IOException("the record has no value");
    }
    if (read instanceof SnapshotEvent event) {
      event.requireLegal();
    }
    return read;
  }

  /** The JSON that goes over the wire. */
  public static String write(Object value) {
    try {
      return ContractJson.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> versioned(
      String key, String type, long version, Instant time) {
    Map<String, String> headers =
        headers(id(type, key, version), "provider-worker", type, key, time);
    headers.put("ce_sequence", "%020d".formatted(version));
    return headers;
  }

  /**
   * Unique among all that the workers send: an event, and the state after it, share key and
   * version.
   */
  private static String id(String type, String key, long version) {
    String id = key + "/" + version;
    return type.startsWith("snapshot.") && !type.endsWith(".state") ? id : type + "/" + id;
  }

  private static Map<String, String> headers(
      String id, String source, String type, String subject, Instant time) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", id);
    headers.put("ce_source", "/stillframe/" + source);
    headers.put("ce_type", TYPE_PREFIX + type + ".v1");
    headers.put("ce_subject", subject);
    headers.put("ce_time", time.toString());
    headers.put("ce_partitionkey", subject);
    headers.put("content-type", "application/json");
    return headers;
  }
}
