package io.stillframe.simulator.scaleway;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.Shape;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceSnapshotsTest extends SimulatorTest {
  private static final JsonNode CREATED =
      Reply.json(
          """
          {"snapshot": {
             "id": "f0361e7b-cbe4-4882-a999-945192b7171b",
             "name": "s", "organization": "000a115d-2852-4b0a-9ce8-47f1134ba95a",
             "project": "000a115d-2852-4b0a-9ce8-47f1134ba95a", "tags": ["t"],
             "volume_type": "l_ssd", "size": 10000000000, "state": "snapshotting",
             "base_volume": {"id": "701a8946-ff9d-4579-95e3-1c2c2d0f892d", "name": "v"},
             "creation_date": "2014-05-22T12:10:05.596769+00:00",
             "modification_date": "2014-05-22T12:10:05.596769+00:00",
             "zone": "par1", "error_reason": null},
           "task": {
             "id": "f0361e7b-cbe4-4882-a999-945192b7171b", "description": "volume_snapshot",
             "status": "pending", "progress": 0,
             "started_at": "2014-05-22T12:10:05.596769+00:00", "terminated_at": null,
             "href_from": "/snapshots", "href_result": "snapshots/f0361e7b", "zone": "par1"}}
          """);

  @Test
  void createdSnapshotComesWithItsTask() throws Exception {
    // When
    Reply created = createTagged("s", "t");
    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Content-Type")).isEqualTo("application/json");
    Shape.assertSame(CREATED, created.json());
    assertThat(created.at("/task/href_result").asText())
        .isEqualTo("snapshots/" + created.at("/snapshot/id").asText());
  }

  @Test
  void snapshotIsReadyAtOnceWhenItTakesNoTime() throws Exception {
    // Given
    setScaleway("{\"snapshotDuration\": \"PT0S\"}");
    // When
    Reply created = createTagged("s", "t");
    // Then
    assertThat(created.at("/snapshot/state").asText()).isEqualTo("available");
    assertThat(created.at("/task/status").asText()).isEqualTo("success");
  }

  @Test
  void nameAndTagsAreChanged() throws Exception {
    // Given
    String path = ZONE + "/snapshots/" + createTagged("s", "t").at("/snapshot/id").asText();
    pass(COPY);
    // When
    Reply patched = scaleway.patch(path, "{\"name\": \"r\", \"tags\": [\"a\", \"b\"]}");
    // Then
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.at("/snapshot/name").asText()).isEqualTo("r");
    assertThat(patched.at("/snapshot/tags").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(patched.at("/snapshot/modification_date"))
        .isNotEqualTo(patched.at("/snapshot/creation_date"));
  }

  @Test
  void wholeObjectIsTakenToo() throws Exception {
    // Given
    Reply created = createTagged("s", "t");
    String path = ZONE + "/snapshots/" + created.at("/snapshot/id").asText();
    String whole = created.at("/snapshot").toString().replace("\"s\"", "\"r\"");
    // When
    Reply put = scaleway.put(path, whole);
    // Then
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.at("/snapshot/name").asText()).isEqualTo("r");
    assertThat(put.at("/snapshot/tags/0").asText()).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource({
    "tags=sf-1, first",
    "'tags=sf-1,none', ''",
    "name=secon, second",
    "base_volume_id=701a8946-ff9d-4579-95e3-1c2c2d0f892d, 'first,second'",
    "base_volume_id=2c0c4d2c-7f4e-4a5e-9a6e-0a1c7d0f1b11, ''",
    "project=000a115d-2852-4b0a-9ce8-47f1134ba95a&tags=sf-2, second",
    "organization=f1350c5d-f1d8-4f9d-b114-6053905578e1, ''",
  })
  void listIsFiltered(String query, String names) throws Exception {
    // Given
    createTagged("first", "sf-1");
    pass(COPY);
    createTagged("second", "sf-2");
    // When
    Reply list = scaleway.get(ZONE + "/snapshots?" + query);
    // Then
    assertThat(list.json().at("/snapshots"))
        .extracting(snapshot -> snapshot.get("name").asText())
        .containsExactly(names.isEmpty() ? new String[0] : names.split(","));
    assertThat(list.header("X-Total-Count")).isEqualTo("" + list.at("/snapshots").size());
  }

  @Test
  void baseVolumeIsNullOnceTheVolumeIsGone() throws Exception {
    // Given
    String path = "/snapshots/" + createTagged("s", "t").at("/snapshot/id").asText();
    pass(COPY);
    // When
    Reply deleted = scaleway.delete("/volumes/" + BASE_VOLUME);
    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(scaleway.get(ZONE + path).at("/snapshot/base_volume").isNull()).isTrue();
    assertThat(scaleway.get(path).at("/snapshot/base_volume").isNull()).isTrue();
  }

  @Test
  void transientStateIsAConflict() throws Exception {
    // Given
    String path = ZONE + "/snapshots/" + createTagged("s", "t").at("/snapshot/id").asText();
    // When
    Reply deleted = scaleway.delete(path);
    // Then
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.at("/type").asText()).isEqualTo("transient_state");
    assertThat(deleted.at("/current_state").asText()).isEqualTo("snapshotting");
    assertThat(createTagged("s", "t").status()).isEqualTo(409);
    pass(COPY);
    assertThat(scaleway.delete(path).status()).isEqualTo(204);
  }
}
