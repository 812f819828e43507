package io.stillframe.simulator.cloudmc;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CloudMcSnapshotsTest extends SimulatorTest {
  @Test
  void snapshotIsMadeByATaskAndDeletedByAnother() throws Exception {
    // Given
    Reply created = create("{\"volumeId\": \"%s\", \"name\": \"first\"}".formatted(VOLUME));
    assertTaskSucceeds(created);
    String id = cloudMc.get(SNAPSHOTS).at("/data/0/id").asText();
    // When
    Reply deleted = cloudMc.delete(SNAPSHOTS + "/" + id);
    // Then
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(cloudMc.get(SNAPSHOTS + "/" + id).at("/data/state").asText())
        .isEqualTo("Destroying");
    assertTaskSucceeds(deleted);
    assertThat(cloudMc.get(SNAPSHOTS + "/" + id).status()).isEqualTo(404);
    assertThat(cloudMc.get(SNAPSHOTS).at("/metadata/recordCount").asInt()).isZero();
    assertThat(simulators.cloudMc().ledger().objects())
        .extracting(ObjectEntry::change)
        .containsExactly(Change.CREATED, Change.DELETED);
  }

  @Test
  void copyGoesThroughTheStatesOfCloudStack() throws Exception {
    // Given
    copiesLast(Duration.ofSeconds(1));
    Set<String> seen = new LinkedHashSet<>();
    // When
    create("{\"volumeId\": \"%s\"}".formatted(VOLUME));
    // Then
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              seen.add(cloudMc.get(SNAPSHOTS).at("/data/0/state").asText());
              return seen.contains("BackedUp");
            });
    assertThat(List.of("Allocated", "Creating", "CreatedOnPrimary", "BackingUp", "BackedUp"))
        .containsSubsequence(seen);
    assertThat(seen).contains("Creating", "BackingUp");
  }

  private static Reply create(String body) throws IOException, InterruptedException {
    return cloudMc.post(SNAPSHOTS + "?operation=create", body);
  }

  private static void assertTaskSucceeds(Reply begun) {
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.at("/taskStatus").asText()).isEqualTo("PENDING");
    String task = "/api/v2/tasks/" + begun.at("/taskId").asText();
    await()
        .untilAsserted(
            () -> assertThat(cloudMc.get(task).at("/data/status").asText()).isEqualTo("SUCCESS"));
  }
}
