package io.stillframe.e2e;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Listener;
import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that is asked to stop while a cloud takes its time with an answer. */
@SharedStack
@Tag("long")
class DrainedWorkerIT {
  private static final String VOLUME = "c779ca42-6966-41af-a7dc-23db4e41d4ee";

  private final Stack stack;
  private final Api api;

  DrainedWorkerIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  @AfterEach
  void start() {
    stack.running().start(Service.WORKER);
    stack.running().awaitReady(Service.WORKER);
  }

  @Test
  void theAnswerIsStoredBeforeTheProcessEnds() throws SQLException {
    // Given
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes?provider=cox").body().findValuesAsText("id"),
            ids -> ids.contains(VOLUME));
    Api cloud = stack.control(Listener.CLOUDMC);
    Instant asked = Instant.now();
    Api.expect(
        200,
        cloud.post(
            "/_simulator/faults",
            Map.of(
                "kind",
                "delay",
                "millis",
                3000,
                "method",
                "POST",
                "path",
                "**/snapshots",
                "count",
                1)));
    Answer accepted =
        Api.expect(202, api.post("/v1/snapshots", Map.of("provider", "cox", "volumeId", VOLUME)));
    UUID snapshot = UUID.fromString(accepted.snapshotId());
    Awaitility.await().until(() -> step(snapshot).equals("start 1"));

    // When
    stack.running().stop(Service.WORKER);

    // Then
    assertThat(step(snapshot)).startsWith("observe");

    // When
    start();

    // Then
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(cloud.get("/_simulator/ledger").body().path("calls"))
        .filteredOn(call -> call.path("method").asText().equals("POST"))
        .filteredOn(call -> call.path("path").asText().endsWith("/snapshots"))
        .filteredOn(call -> !Instant.parse(call.path("at").asText()).isBefore(asked))
        .hasSize(1);
  }

  /** What the snapshot's task is about, and how often that was tried. */
  private String step(UUID snapshot) throws SQLException {
    try (Connection connection = stack.running().database("worker");
        PreparedStatement statement =
            connection.prepareStatement(
                "select step || ' ' || attempts from task where snapshot_id = ?")) {
      statement.setObject(1, snapshot);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }
}
