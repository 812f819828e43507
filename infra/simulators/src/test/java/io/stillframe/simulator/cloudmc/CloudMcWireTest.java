package io.stillframe.simulator.cloudmc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

/** What CloudMC's public clients send, however odd. */
class CloudMcWireTest extends SimulatorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1//services/cox/test_area/volumes",
        "/api/v1/services/cox/test_area/volumes?",
        "/api/v2/services/any/test_area/volumes/",
        "/api/v2/services/any/test_area/volumes?org_id=5&type=",
      })
  void addressMayBeWrittenAsClientsDo(String path) throws Exception {
    // When
    Reply reply = cloudMc.get(path);
    // Then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/metadata/recordCount").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "type=os, 1",
    "type=data, 2",
    "instance_id=b6145e8b-abd3-456c-832c-f3db86a6acfe, 3",
    "instance_id=none, 0"
  })
  void volumesAreFiltered(String query, int count) throws Exception {
    // When
    Reply reply = cloudMc.get(VOLUMES + "?" + query);
    // Then
    assertThat(reply.at("/metadata/recordCount").asInt()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"snapshot\": {\"name\": \"PreMigrationState\", \"rapid\": true}}", "{}", "''"})
  void snapshotIsMadeThroughItsVolume(String body) throws Exception {
    // Given
    String path = VOLUMES + "/" + VOLUME + "?operation=createSnapshotFromVolume";
    // When
    Reply begun = cloudMc.post(path, body);
    // Then
    assertThat(begun.status()).isEqualTo(200);
    assertThat(cloudMc.get(SNAPSHOTS).at("/metadata/recordCount").asInt()).isEqualTo(1);
  }

  @Test
  void environmentsAndConnectionsAreTold() throws Exception {
    // When
    Reply environments = cloudMc.get("/api/v2/environments");
    Reply connections = cloudMc.get("/api/v1/services/connections");
    // Then
    assertThat(environments.json().at("/data").findValuesAsText("membership")).hasSize(2);
    assertThat(environments.at("/data/0/name").asText()).isEqualTo("test_area");
    assertThat(connections.at("/data/0/serviceCode").asText()).isEqualTo("cox");
    assertThat(connections.at("/data/0/status/reachable").asBoolean()).isTrue();
  }

  @Test
  void volumeThatIsNotReadyIsListedAsSuch() throws Exception {
    // When
    Reply volume = cloudMc.get(VOLUMES + "/" + MIGRATING);
    // Then
    assertThat(volume.at("/data/state").asText()).isEqualTo("Migrating");
  }
}
