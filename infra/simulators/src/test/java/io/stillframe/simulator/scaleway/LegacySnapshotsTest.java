package io.stillframe.simulator.scaleway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;

import static org.assertj.core.api.Assertions.assertThat;

class LegacySnapshotsTest extends SimulatorTest {
  @Test
  void snapshotIsSnapshottingThenAvailableThenDeleted() throws Exception {
    // Given
    Reply created = createLegacy("snapshot-0-1");
    String path = path(created);
    pass(COPY);
    Reply available = scaleway.get(path);
    // When
    Reply deleted = scaleway.delete(path);
    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/snapshot/state").asText()).isEqualTo("snapshotting");
    assertThat(available.at("/snapshot/state").asText()).isEqualTo("available");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(scaleway.get(path).status()).isEqualTo(404);
    assertThat(scaleway.get("/snapshots").at("/snapshots")).isEmpty();
    assertThat(simulators.scaleway().ledger().objects())
        .extracting(ObjectEntry::change)
        .containsExactly(Change.CREATED, Change.DELETED);
  }

  @Test
  void createdStatusCanBeTheDocumentedOne() throws Exception {
    // Given
    setScaleway("{\"createdStatus\": 200}");
    // When
    Reply created = createLegacy("snapshot-0-1");
    // Then
    assertThat(created.status()).isEqualTo(200);
  }

  @Test
  void headTellsTheCountAndNoMore() throws Exception {
    // Given
    String path = path(createLegacy("snapshot-0-1"));
    // When
    Reply list = scaleway.send("HEAD", "/snapshots", null);
    Reply item = scaleway.send("HEAD", path, null);
    // Then
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("X-Total-Count")).isEqualTo("1");
    assertThat(list.text()).isEmpty();
    assertThat(item.status()).isEqualTo(200);
  }

  @Test
  void secondSnapshotOfAVolumeIsAConflictUntilTheFirstIsMade() throws Exception {
    // Given
    createLegacy("one");
    // When
    Reply second = createLegacy("two");
    // Then
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/type").asText()).isEqualTo("conflict");
    pass(COPY);
    assertThat(createLegacy("two").status()).isEqualTo(201);
  }

  @Test
  void snapshotThatIsBeingMadeIsNotDeleted() throws Exception {
    // Given
    String path = path(createLegacy("one"));
    // When
    Reply reply = scaleway.delete(path);
    // Then
    assertThat(reply.status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "invalid_data", "exporting", "unheard"})
  void anyStateCanBeSet(String state) throws Exception {
    // Given
    String path = path(createLegacy("one"));
    // When
    scaleway.put("/_simulator" + path + "/state", "{\"state\": \"%s\"}".formatted(state));
    // Then
    assertThat(scaleway.get(path).at("/snapshot/state").asText()).isEqualTo(state);
    assertThat(scaleway.get(ZONE + path).at("/snapshot/state").asText()).isEqualTo(state);
    assertThat(scaleway.delete(path).status()).isEqualTo(204);
  }

  @Test
  void copyFailsWhenAskedTo() throws Exception {
    // Given
    setScaleway("{\"outcomes\": [\"fail\"]}");
    String path = path(createLegacy("doomed"));
    // When
    pass(COPY);
    // Then
    assertThat(scaleway.get(path).at("/snapshot/state").asText()).isEqualTo("error");
    assertThat(scaleway.get(ZONE + path).at("/snapshot/error_reason").asText()).isNotEmpty();
  }

  @Test
  void serverMustBeStopped() throws Exception {
    // Given
    String id = "11111111-2222-4333-8444-555555555555";
    scaleway.post(
        "/_simulator/volumes",
        """
        {"id": "%s", "name": "busy", "organization": "%s", "size": 1, "server": "web",
         "serverRunning": true}
        """
            .formatted(id, ORGANIZATION));
    // When
    Reply reply = scaleway.post("/snapshots", legacyRequest("one", id));
    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/message").asText()).isEqualTo("server must be stopped to snapshot");
  }

  @Test
  void changeReachesBothGenerations() throws Exception {
    // Given
    String path = path(createLegacy("before"));
    // When
    Reply renamed = scaleway.put(path, "{\"name\": \"after\", \"state\": \"passed over\"}");
    // Then
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.at("/snapshot/name").asText()).isEqualTo("after");
    assertThat(scaleway.get(ZONE + path).at("/snapshot/name").asText()).isEqualTo("after");
  }

  private static String path(Reply created) {
    return "/snapshots/" + created.at("/snapshot/id").asText();
  }
}
