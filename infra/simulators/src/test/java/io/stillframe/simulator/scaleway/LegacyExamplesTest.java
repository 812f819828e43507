package io.stillframe.simulator.scaleway;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.Shape;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each example of Scaleway's legacy snapshot documentation, member by member. The service has one
 * member more than its examples.
 */
class LegacyExamplesTest extends SimulatorTest {
  private static final String MORE = "modification_date";

  private static final String EXAMPLE =
      """
      {"base_volume": {
         "id": "701a8946-ff9d-4579-95e3-1c2c2d0f892d",
         "name": "vol simple snapshot"},
       "creation_date": "2014-05-22T12:10:05.596769+00:00",
       "id": "f0361e7b-cbe4-4882-a999-945192b7171b",
       "name": "snapshot-0-1",
       "organization": "000a115d-2852-4b0a-9ce8-47f1134ba95a",
       "size": 10000000000,
       "state": "snapshotting",
       "volume_type": "l_ssd"}
      """;

  private static final JsonNode SNAPSHOT = Reply.json("{\"snapshot\": " + EXAMPLE + "}");
  private static final JsonNode LIST = Reply.json("{\"snapshots\": [" + EXAMPLE + "]}");

  @Test
  void createdSnapshotIsAsDocumented() throws Exception {
    // When
    Reply created =
        scaleway.post(
            "/snapshots",
            """
            {
                "name": "snapshot-0-1",
                "organization": "000a115d-2852-4b0a-9ce8-47f1134ba95a",
                "volume_id": "701a8946-ff9d-4579-95e3-1c2c2d0f892d"
            }
            """);
    // Then
    assertThat(created.header("Content-Type")).isEqualTo("application/json");
    Shape.assertSame(SNAPSHOT, created.json(), MORE);
    JsonNode snapshot = created.at("/snapshot");
    for (String same : new String[] {"base_volume", "name", "organization", "size", "state"}) {
      assertThat(snapshot.get(same)).as(same).isEqualTo(SNAPSHOT.at("/snapshot").get(same));
    }
    assertThat(snapshot.get("volume_type").asText()).isEqualTo("l_ssd");
  }

  @Test
  void listIsAsDocumented() throws Exception {
    // Given
    scaleway.post("/snapshots", legacyRequest("snapshot-0-1", BASE_VOLUME));
    pass(COPY);
    scaleway.post("/snapshots", legacyRequest("snapshot-0-2", BASE_VOLUME));
    // When
    Reply list = scaleway.get("/snapshots");
    // Then
    assertThat(list.status()).isEqualTo(200);
    Shape.assertSame(LIST, list.json(), MORE);
    assertThat(list.at("/snapshots").findValuesAsText("state"))
        .containsExactly("available", "snapshotting");
  }

  @Test
  void snapshotIsAsDocumented() throws Exception {
    // Given
    String id = createLegacy("snapshot-0-1").at("/snapshot/id").asText();
    // When
    Reply snapshot = scaleway.get("/snapshots/" + id);
    // Then
    assertThat(snapshot.status()).isEqualTo(200);
    Shape.assertSame(SNAPSHOT, snapshot.json(), MORE);
  }

  @Test
  void updateIsAsDocumented() throws Exception {
    // Given
    String id = createLegacy("snapshot-0-1").at("/snapshot/id").asText();
    // When
    Reply updated =
        scaleway.put(
            "/snapshots/" + id, "{\"organization\": \"f1350c5d-f1d8-4f9d-b114-6053905578e1\"}");
    // Then
    assertThat(updated.status()).isEqualTo(200);
    Shape.assertSame(SNAPSHOT, updated.json(), MORE);
    assertThat(updated.at("/snapshot/organization").asText()).isEqualTo(OTHER_ORGANIZATION);
  }

  @Test
  void deletionIsAsDocumented() throws Exception {
    // Given
    String id = createLegacy("snapshot-0-1").at("/snapshot/id").asText();
    pass(COPY);
    // When
    Reply deleted = scaleway.delete("/snapshots/" + id);
    // Then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
  }
}
