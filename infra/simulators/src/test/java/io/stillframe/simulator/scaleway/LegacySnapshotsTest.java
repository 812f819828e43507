package io.stillframe.simulator.scaleway;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LegacySnapshotsTest extends SimulatorTest {
  @Test
  void snapshotIsMadeAndDeleted() throws Exception {
    // Given
    Reply created = create("snapshot-0-1");
    String path = "/snapshots/" + created.at("/snapshot/id").asText();
    await().until(() -> scaleway.get(path).at("/snapshot/state").asText().equals("available"));
    // When
    Reply deleted = scaleway.delete(path);
    // Then
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.at("/snapshot/state").asText()).isEqualTo("snapshotting");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(scaleway.get(path).status()).isEqualTo(404);
    assertThat(scaleway.get("/snapshots").at("/snapshots")).isEmpty();
    assertThat(simulators.scaleway().ledger().objects())
        .extracting(ObjectEntry::change)
        .containsExactly(Change.CREATED, Change.DELETED);
  }

  private static Reply create(String name) throws IOException, InterruptedException {
    return scaleway.post(
        "/snapshots",
        """
        {"name": "%s", "organization": "%s", "volume_id": "%s"}
        """
            .formatted(name, ORGANIZATION, LEGACY_VOLUME));
  }
}
