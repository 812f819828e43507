package io.stillframe.simulator.cloudmc;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.Shape;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Each example of CloudMC's snapshot documentation, member by member. */
class CloudMcExamplesTest extends SimulatorTest {
  private static final JsonNode SNAPSHOT =
      Reply.json(
          """
          {"data": {
            "id": "33a27b8d-5a27-42a5-aec4-37606e372bda",
            "name": "i-douglas-ADM_foo_20161116211009",
            "state": "BackedUp",
            "intervalType": "MANUAL",
            "volumeId": "c779ca42-6966-41af-a7dc-23db4e41d4ee",
            "volume": "ROOT-35545",
            "volumeType": "ROOT-35545"}}
          """);

  private static final JsonNode LIST =
      Reply.json(
          """
          {"data": [{
            "id": "33a27b8d-5a27-42a5-aec4-37606e372bda",
            "name": "i-douglas-ADM_foo_20161116211009",
            "state": "BackedUp",
            "intervalType": "MANUAL",
            "volumeId": "c779ca42-6966-41af-a7dc-23db4e41d4ee",
            "volume": "ROOT-35545",
            "volumeType": "ROOT-35545"}],
           "metadata": {"recordCount": 1}}
          """);

  @Test
  void listIsAsDocumented() throws Exception {
    // Given
    create("i-douglas-ADM_foo_20161116211009");
    pass(COPY);
    // When
    Reply list = cloudMc.get(SNAPSHOTS);
    // Then
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("Content-Type")).isEqualTo("application/json");
    Shape.assertSame(LIST, list.json());
    assertThat(list.at("/data/0/state").asText()).isEqualTo("BackedUp");
    assertThat(list.at("/data/0/intervalType").asText()).isEqualTo("MANUAL");
    assertThat(list.at("/data/0/volume").asText()).isEqualTo("ROOT-35545");
    assertThat(list.at("/metadata/recordCount").asInt()).isEqualTo(1);
  }

  @Test
  void snapshotIsAsDocumented() throws Exception {
    // Given
    create("i-douglas-ADM_foo_20161116211009");
    pass(COPY);
    String id = cloudMc.get(SNAPSHOTS).at("/data/0/id").asText();
    // When
    Reply snapshot = cloudMc.get(SNAPSHOTS + "/" + id);
    // Then
    Shape.assertSame(SNAPSHOT, snapshot.json());
    assertThat(snapshot.at("/data/volumeId").asText()).isEqualTo(VOLUME);
    assertThat(snapshot.at("/data/id").asText()).isEqualTo(id);
  }

  @Test
  void documentedRequestIsTaken() throws Exception {
    // Given
    String path = "/api/v2/services/compute-on/testing/snapshots";
    // When
    Reply begun =
        cloudMc.post(
            path + "?operation=create",
            """
            {"volumeId": "4fe54594-a788-442c-b7a8-0237f7a4f70d",
             "name": "BeforeUpgradeToV2",
             "rapid": true}
            """);
    // Then
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.at("/taskStatus").asText()).isEqualTo("PENDING");
    assertThat(cloudMc.get(path).at("/data/0/name").asText()).isEqualTo("BeforeUpgradeToV2");
  }

  @Test
  void nameIsMadeOfInstanceVolumeAndTime() throws Exception {
    // Given
    String request = "{\"volumeId\": \"%s\"}".formatted(VOLUME);
    // When
    cloudMc.post(SNAPSHOTS, request);
    // Then
    assertThat(cloudMc.get(SNAPSHOTS).at("/data/0/name").asText())
        .matches("i-root-6E7_ROOT-35545_\\d{14}");
  }

  @Test
  void volumeIsAsDocumented() throws Exception {
    // Given
    JsonNode example =
        Reply.json(
            """
            {"data": {
              "id": "1bd672f4-b274-4371-a792-b0a6c6778cc7",
              "name": "deep_thought_42",
              "type": "data",
              "creationDate": "2016-10-19T14:25:41-0400",
              "instanceId": "b6145e8b-abd3-456c-832c-f3db86a6acfe",
              "instanceName": "i-douglas-ADM",
              "zoneId": "04afdbd1-e32d-4999-86d0-96703736dded",
              "zoneName": "QC-1",
              "diskOfferingId": "21ba9c9b-a31e-496e-983f-e3041525bf95",
              "diskOfferingName": "50GB - 50 IOPS Min.",
              "state": "Ready",
              "sizeInGb": 40}}
            """);
    // When
    Reply volume = cloudMc.get(VOLUMES + "/1bd672f4-b274-4371-a792-b0a6c6778cc7");
    // Then
    Shape.assertSame(example, volume.json());
  }
}
