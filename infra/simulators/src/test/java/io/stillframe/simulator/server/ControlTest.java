package io.stillframe.simulator.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.simulator.Caller;
import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

class ControlTest extends SimulatorTest {
  @Test
  void faultsAreToldShownAndRemoved() throws Exception {
    // Given
    cloudMc.put(
        "/_simulator/faults",
        """
        {"seed": 7, "faults": [
          {"kind": "throttle", "method": "POST", "path": "**/snapshots", "count": 2,
           "retryAfter": 1, "body": true}]}
        """);
    cloudMc.post("/_simulator/faults", "{\"kind\": \"half-open\", \"path\": \"/nowhere\"}");
    create("struck");
    // When
    Reply shown = cloudMc.get("/_simulator/faults");
    // Then
    assertThat(shown.json())
        .isEqualTo(
            Reply.json(
                """
                {"seed": 7, "faults": [
                  {"kind": "throttle", "method": "POST", "path": "**/snapshots", "count": 1,
                   "retryAfter": 1, "body": true},
                  {"kind": "half-open", "path": "/nowhere"}]}
                """));
    assertThat(cloudMc.delete("/_simulator/faults").status()).isEqualTo(204);
    assertThat(create("fine").status()).isEqualTo(200);
  }

  @Test
  void ledgerTellsCallsAndObjectsAndNoKey() throws Exception {
    // Given
    createTagged("named", "sf-1");
    scaleway.get("/snapshots?page=1");
    // When
    Reply ledger = Caller.of(simulators.scaleway().url()).get("/_simulator/ledger");
    // Then
    assertThat(ledger.at("/calls/0/method").asText()).isEqualTo("POST");
    assertThat(ledger.at("/calls/0/path").asText()).isEqualTo(ZONE + "/snapshots");
    assertThat(ledger.at("/calls/0/status").asInt()).isEqualTo(201);
    assertThat(ledger.at("/calls/1/query").asText()).isEqualTo("page=1");
    assertThat(ledger.at("/calls/1/at").asText()).startsWith("20");
    assertThat(ledger.at("/objects/0/change").asText()).isEqualTo("created");
    assertThat(ledger.at("/objects/0/type").asText()).isEqualTo("snapshot");
    assertThat(ledger.at("/objects/0/name").asText()).isEqualTo("named");
    assertThat(ledger.at("/objects/0/tags/0").asText()).isEqualTo("sf-1");
    assertThat(ledger.at("/objects/0/volumeId").asText()).isEqualTo(BASE_VOLUME);
    assertThat(ledger.at("/objects/0/call")).isEqualTo(ledger.at("/calls/0/number"));
    assertThat(ledger.at("/forgotten").asInt()).isZero();
    assertThat(ledger.text()).doesNotContain("00000000-1111-4222-8333-444444444444");
  }

  @Test
  void resetGoesBackToTheSeed() throws Exception {
    // Given
    create("gone");
    cloudMc.put("/_simulator/settings", "{\"quota\": 1, \"apiKey\": \"other\"}");
    cloudMc.put("/_simulator/faults", "{\"faults\": [{\"kind\": \"error\"}]}");
    // When
    Reply reset = cloudMc.delete("/_simulator");
    // Then
    assertThat(reset.status()).isEqualTo(204);
    assertThat(simulators.cloudMc().ledger().calls()).isEmpty();
    assertThat(cloudMc.get(SNAPSHOTS).at("/metadata/recordCount").asInt()).isZero();
    assertThat(cloudMc.get("/_simulator/settings").at("/quota").asInt()).isZero();
  }

  @Test
  void settingsAreChangedOneByOne() throws Exception {
    // When
    Reply changed =
        cloudMc.put(
            "/_simulator/settings", "{\"deleteDuration\": \"PT2S\", \"outcomes\": [\"stick\"]}");
    // Then
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/deleteDuration").asText()).isEqualTo("PT2S");
    assertThat(changed.at("/snapshotDuration").asText()).isEqualTo("PT0.5S");
    assertThat(changed.at("/outcomes/0").asText()).isEqualTo("stick");
  }

  @Test
  void volumeIsAddedToEitherCloud() throws Exception {
    // Given
    String id = "11111111-2222-4333-8444-555555555555";
    // When
    Reply one =
        cloudMc.post(
            "/_simulator/volumes",
            """
            {"environment": "test_area", "id": "%s", "name": "more", "type": "data", "sizeInGb": 5,
             "state": "Ready"}
            """
                .formatted(id));
    Reply other =
        scaleway.post(
            "/_simulator/volumes",
            """
            {"id": "%s", "name": "more", "organization": "%s", "size": 5000000000}
            """
                .formatted(id, ORGANIZATION));
    // Then
    assertThat(one.status()).isEqualTo(204);
    assertThat(other.status()).isEqualTo(204);
    assertThat(cloudMc.get(VOLUMES + "/" + id).at("/data/sizeInGb").asInt()).isEqualTo(5);
    assertThat(scaleway.get("/volumes/" + id).at("/volume/name").asText()).isEqualTo("more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT  | /_simulator/faults   | {\"faults\": [{\"kind\": \"unheard\"}]}",
        "PUT  | /_simulator/faults   | {\"faults\": [{}]}",
        "PUT  | /_simulator/faults   | {\"faults\": [null]}",
        "PUT  | /_simulator/faults   | {\"fault\": []}",
        "POST | /_simulator/faults   | {\"kind\": \"error\", \"probability\": 2}",
        "POST | /_simulator/faults   | []",
        "PUT  | /_simulator/settings | {\"quota\": -1}",
        "PUT  | /_simulator/settings | {\"unheard\": 1}",
        "PUT  | /_simulator/settings | {\"snapshotDuration\": null}",
        "PUT  | /_simulator/settings | {\"snapshotDuration\": \"soon\"}",
        "PUT  | /_simulator/settings | {\"volumes\": []}",
        "PUT  | /_simulator/settings | {",
        "POST | /_simulator/volumes  | {}",
        "PUT  | /_simulator/snapshots/any/state | {}"
      })
  void mistakeIsExplained(String method, String path, String body) throws Exception {
    // When
    Reply one = cloudMc.send(method, path, body);
    Reply other = scaleway.send(method, path, body);
    // Then
    assertThat(one.status()).isEqualTo(400);
    assertThat(one.at("/error").asText()).isNotEmpty();
    assertThat(other.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "404, GET, /_simulator/nothing",
    "404, PUT, /_simulator/snapshots/any/state",
    "405, POST, /_simulator/ledger"
  })
  void whatIsNotThereIsTold(int status, String method, String path) throws Exception {
    // When
    Reply reply = cloudMc.send(method, path, "{\"state\": \"Hidden\"}");
    // Then
    assertThat(reply.status()).isEqualTo(status);
  }
}
