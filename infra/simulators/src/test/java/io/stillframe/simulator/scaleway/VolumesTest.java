package io.stillframe.simulator.scaleway;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;
import io.stillframe.simulator.ledger.ObjectEntry;

import static org.assertj.core.api.Assertions.assertThat;

class VolumesTest extends SimulatorTest {
  @Test
  void snapshotIsRestoredToATaggedVolume() throws Exception {
    // Given
    String snapshot = availableSnapshot();
    // When
    Reply created =
        scaleway.post(
            ZONE + "/volumes",
            """
            {"name": "restored", "project": "%s", "volume_type": "l_ssd", "base_snapshot": "%s",
             "tags": ["sf-op"]}
            """
                .formatted(ORGANIZATION, snapshot));
    // Then
    String path = ZONE + "/volumes/" + created.at("/volume/id").asText();
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/volume/state").asText()).isEqualTo("fetching");
    assertThat(created.at("/volume/size").asLong()).isEqualTo(10_000_000_000L);
    assertThat(created.at("/volume/tags/0").asText()).isEqualTo("sf-op");
    pass(Duration.ofMillis(300));
    assertThat(scaleway.get(path).at("/volume/state").asText()).isEqualTo("available");
    assertThat(simulators.scaleway().ledger().objects().getLast().type())
        .isEqualTo(ObjectEntry.Type.VOLUME);
  }

  @Test
  void legacyVolumeIsMadeChangedAndDeleted() throws Exception {
    // Given
    Reply created =
        scaleway.post(
            "/volumes",
            """
            {"name": "v", "organization": "%s", "volume_type": "l_ssd", "size": 5000000000}
            """
                .formatted(ORGANIZATION));
    String path = created.header("Location");
    // When
    Reply renamed = scaleway.put(path, "{\"name\": \"w\"}");
    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/volume").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "organization",
            "size",
            "volume_type",
            "server",
            "export_uri",
            "creation_date",
            "modification_date");
    assertThat(renamed.at("/volume/name").asText()).isEqualTo("w");
    assertThat(scaleway.delete(path).status()).isEqualTo(204);
    assertThat(scaleway.get(path).status()).isEqualTo(404);
  }

  @Test
  void volumeOfTheSuccessorIsChanged() throws Exception {
    // Given
    String path = ZONE + "/volumes/" + BASE_VOLUME;
    // When
    Reply patched = scaleway.patch(path, "{\"name\": \"w\", \"tags\": [\"a\"]}");
    // Then
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.at("/volume/name").asText()).isEqualTo("w");
    assertThat(patched.at("/volume/tags/0").asText()).isEqualTo("a");
    assertThat(patched.at("/volume/project").asText()).isEqualTo(ORGANIZATION);
    assertThat(patched.at("/volume/zone").asText()).isEqualTo("par1");
    assertThat(scaleway.get("/volumes/" + BASE_VOLUME).at("/volume/name").asText()).isEqualTo("w");
  }

  @Test
  void volumesAreListedWithTheirServer() throws Exception {
    // When
    Reply list = scaleway.get("/volumes?per_page=100");
    // Then
    assertThat(list.header("X-Total-Count")).isEqualTo("4");
    assertThat(list.at("/volumes/0/server").isNull()).isTrue();
    assertThat(list.at("/volumes/2/server/name").asText()).isEqualTo("web");
  }

  @Test
  void attachedVolumeIsNotDeleted() throws Exception {
    // When
    Reply legacy = scaleway.delete("/volumes/" + ATTACHED);
    Reply instance = scaleway.delete(ZONE + "/volumes/" + ATTACHED);
    // Then
    assertThat(legacy.status()).isEqualTo(400);
    assertThat(legacy.at("/message").asText()).isEqualTo("a server is attached to this volume");
    assertThat(instance.status()).isEqualTo(412);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | \"size\": 5, \"base_snapshot\": \"S\"",
        "400 | \"volume_type\": \"l_ssd\"",
        "400 | \"size\": 0",
        "400 | \"size\": \"5\"",
        "400 | \"size\": 5.5",
        "400 | \"size\": 5, \"volume_type\": \"sbs_volume\"",
        "404 | \"base_snapshot\": \"99999999-9999-4999-8999-999999999999\""
      })
  void volumeThatCannotBeIsRefused(int status, String members) throws Exception {
    // Given
    String body =
        "{\"name\": \"v\", \"organization\": \"%s\", %s}"
            .formatted(ORGANIZATION, members.replace("\"S\"", '"' + availableSnapshot() + '"'));
    // When
    Reply legacy = scaleway.post("/volumes", body);
    Reply instance = scaleway.post(ZONE + "/volumes", body);
    // Then
    assertThat(legacy.status()).isEqualTo(status);
    assertThat(instance.status()).isEqualTo(status);
  }

  @Test
  void snapshotMustBeAvailableToBeRestored() throws Exception {
    // Given
    String id = createLegacy("s").at("/snapshot/id").asText();
    // When
    Reply reply =
        scaleway.post(
            "/volumes",
            "{\"name\": \"v\", \"organization\": \"%s\", \"base_snapshot\": \"%s\"}"
                .formatted(ORGANIZATION, id));
    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/fields/base_snapshot/0").asText()).isEqualTo("snapshot is not available");
  }

  private static String availableSnapshot() throws Exception {
    String id = createLegacy("s").at("/snapshot/id").asText();
    pass(COPY);
    return id;
  }
}
