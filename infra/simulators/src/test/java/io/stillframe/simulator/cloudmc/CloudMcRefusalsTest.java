package io.stillframe.simulator.cloudmc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.simulator.Caller;
import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

/** All that CloudMC says no to, in its own way. */
class CloudMcRefusalsTest extends SimulatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``",
        "{",
        "[]",
        "null",
        "{} {}",
        "{}",
        "{\"volumeId\": 5}",
        "{\"volumeId\": null}",
        "{\"volumeId\": \"VOLUME\", \"name\": 5}",
        "{\"volumeId\": \"VOLUME\", \"rapid\": \"yes\"}",
        "{\"volumeId\": \"VOLUME\", \"colour\": \"red\"}",
        "{\"volumeId\": \"MIGRATING\"}"
      })
  void badBodyIsABadRequest(String body) throws Exception {
    // Given
    String sent = body.replace("VOLUME", VOLUME).replace("MIGRATING", MIGRATING);
    // When
    Reply reply = cloudMc.post(SNAPSHOTS, sent);
    // Then
    assertIs(reply, 400);
    assertThat(cloudMc.get(SNAPSHOTS).at("/data")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "404, GET, /api/v2/services/cox/test_area/snapshots/33a27b8d-5a27-42a5-aec4-37606e372bda",
    "404, DELETE, /api/v2/services/cox/test_area/snapshots/33a27b8d-5a27-42a5-aec4-37606e372bda",
    "404, GET, /api/v2/services/cox/test_area/volumes/33a27b8d-5a27-42a5-aec4-37606e372bda",
    "404, GET, /api/v2/services/cox/nowhere/snapshots",
    "404, GET, /api/v2/tasks/33a27b8d-5a27-42a5-aec4-37606e372bda",
    "404, GET, /api/v3/environments",
    "404, GET, /",
    "404, GET, /api/v2/services/cox/test_area/snapshots/%25zz%2F..",
    "405, PUT, /api/v2/services/cox/test_area/snapshots",
    "405, PATCH, /api/v2/environments",
    "400, POST, /api/v2/services/cox/test_area/snapshots?operation=delete",
    "400, POST, /api/v2/services/cox/test_area/volumes/c779ca42-6966-41af-a7dc-23db4e41d4ee",
  })
  void callThatCannotBeIsRefused(int status, String method, String path) throws Exception {
    // When
    Reply reply = cloudMc.send(method, path, null);
    // Then
    assertIs(reply, status);
  }

  @Test
  void unknownVolumeIsNotFound() throws Exception {
    // Given
    String id = "33a27b8d-5a27-42a5-aec4-37606e372bda";
    // When
    Reply reply = cloudMc.post(SNAPSHOTS, "{\"volumeId\": \"%s\"}".formatted(id));
    // Then
    assertIs(reply, 404);
    assertThat(reply.at("/errors/0/context/id").asText()).isEqualTo(id);
    assertThat(reply.at("/errors/0/context/type").asText()).isEqualTo("volumes");
  }

  @Test
  void nestedSnapshotMustBeAnObject() throws Exception {
    // Given
    String path = VOLUMES + "/" + VOLUME + "?operation=createSnapshotFromVolume";
    // When
    Reply reply = cloudMc.post(path, "{\"snapshot\": 5}");
    // Then
    assertIs(reply, 400);
  }

  @Test
  void quotaIsABadRequest() throws Exception {
    // Given
    setCloudMc("{\"quota\": 1}");
    create("first");
    pass(COPY);
    // When
    Reply second = create("second");
    // Then
    assertIs(second, 400);
    assertThat(second.at("/errors/0/errorCode").asText()).isEqualTo("QUOTA_EXCEEDED");
  }

  @Test
  void rapidIsRefusedWhereTheStorageCannot() throws Exception {
    // Given
    cloudMc.post(
        "/_simulator/volumes",
        """
        {"environment": "test_area", "id": "slow", "name": "slow", "type": "data", "sizeInGb": 1,
         "refusesRapid": true}
        """);
    // When
    Reply reply = cloudMc.post(SNAPSHOTS, "{\"volumeId\": \"slow\", \"rapid\": true}");
    // Then
    assertIs(reply, 400);
    assertThat(cloudMc.post(SNAPSHOTS, "{\"volumeId\": \"slow\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"MC-Api-Key, wrong", "X-Auth-Token, simulated-key", "MC-Api-Key, ''"})
  void unknownKeyIsForbidden(String header, String key) throws Exception {
    // Given
    Caller stranger = Caller.of(simulators.cloudMc().url(), header, key);
    // When
    Reply reply = stranger.get(SNAPSHOTS);
    // Then
    assertIs(reply, 403);
  }

  private static void assertIs(Reply reply, int status) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.at("/errors/0/code").isInt()).isTrue();
    assertThat(reply.at("/errors/0/errorCode").isTextual()).isTrue();
    assertThat(reply.at("/errors/0/message").asText()).isNotEmpty();
    assertThat(reply.at("/errors/0/context").isObject()).isTrue();
  }
}
