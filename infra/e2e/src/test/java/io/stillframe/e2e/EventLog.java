package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.contract.Topic;

/** Everything that subscribers were told so far, by snapshot and in the order of arrival. */
record EventLog(Map<String, List<JsonNode>> events) {

  static EventLog read(String broker) {
    Map<String, List<JsonNode>> events = new HashMap<>();
    new Subscriber(broker)
        .read(
            Topic.SNAPSHOT_EVENTS,
            each ->
                events
                    .computeIfAbsent(each.key(), key -> new ArrayList<>())
                    .add(json(each.value())));
    return new EventLog(events);
  }

  List<JsonNode> of(String snapshotId) {
    return events.getOrDefault(snapshotId, List.of());
  }

  List<String> types(String snapshotId) {
    return of(snapshotId).stream().map(event -> event.path("type").asText()).toList();
  }

  /**
   * The states that it went through, in the order of the versions; what else was told of it, as
   * that it waits, is left out.
   */
  List<String> states(String snapshotId) {
    List<String> states = new ArrayList<>();
    long version = 0;
    for (JsonNode event : of(snapshotId)) {
      JsonNode snapshot = event.path("snapshot");
      String state = snapshot.path("state").asText();
      if (snapshot.path("version").asLong() > version
          && (states.isEmpty() || !states.getLast().equals(state))) {
        states.add(state);
      }
      version = Math.max(version, snapshot.path("version").asLong());
    }
    return states;
  }

  /** At least once is promised, so a version may come twice; none may be missing or late. */
  List<Long> versions(String snapshotId) {
    return of(snapshotId).stream()
        .map(event -> event.path("snapshot").path("version").asLong())
        .distinct()
        .toList();
  }

  private static JsonNode json(byte[] value) {
    try {
      return Api.JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
