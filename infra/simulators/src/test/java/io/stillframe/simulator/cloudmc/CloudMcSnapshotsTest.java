package io.stillframe.simulator.cloudmc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;

import static org.assertj.core.api.Assertions.assertThat;

class CloudMcSnapshotsTest extends SimulatorTest {
  private static final Duration TENTH = COPY.dividedBy(10);

  @Test
  void copyGoesThroughTheStatesOfCloudStack() throws Exception {
    // Given
    create("slow");
    // When
    List<String> states = statesOfTenTenths();
    // Then
    assertThat(states)
        .startsWith("Allocated", "Creating", "Creating", "Creating", "CreatedOnPrimary")
        .contains("BackingUp")
        .endsWith("BackedUp");
  }

  @Test
  void rapidSnapshotIsNeverBackedUpToSecondaryStorage() throws Exception {
    // Given
    cloudMc.post(SNAPSHOTS, "{\"volumeId\": \"%s\", \"rapid\": true}".formatted(VOLUME));
    // When
    List<String> states = statesOfTenTenths();
    // Then
    assertThat(states).doesNotContain("BackingUp").endsWith("BackedUp");
  }

  @Test
  void volumeIsSnapshottingUntilTheCopyEnds() throws Exception {
    // Given
    create("one");
    // When
    Reply second = create("two");
    // Then
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.at("/errors/0/code").asInt()).isEqualTo(2012);
    assertThat(second.at("/errors/0/errorCode").asText()).isEqualTo("WRONG_STATE");
    assertThat(second.at("/errors/0/message").asText()).isNotEmpty();
    assertThat(second.at("/errors/0/context/currentState").asText()).isEqualTo("Snapshotting");
    pass(COPY);
    assertThat(cloudMc.get(VOLUMES + "/" + VOLUME).at("/data/state").asText()).isEqualTo("Ready");
    assertThat(create("two").status()).isEqualTo(200);
  }

  @Test
  void deletedSnapshotIsDestroyingAndThenGone() throws Exception {
    // Given
    String path = createdPath();
    pass(COPY);
    // When
    Reply deleted = cloudMc.send("DELETE", path, "{}");
    // Then
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.at("/taskId").asText()).isNotEmpty();
    assertThat(cloudMc.get(path).at("/data/state").asText()).isEqualTo("Destroying");
    assertThat(cloudMc.delete(path).status()).isEqualTo(200);
    pass(DELETION);
    assertThat(cloudMc.get(path).status()).isEqualTo(404);
    assertThat(cloudMc.delete(path).status()).isEqualTo(404);
    assertThat(cloudMc.get(SNAPSHOTS).at("/metadata/recordCount").asInt()).isZero();
    assertThat(simulators.cloudMc().ledger().objects())
        .extracting(ObjectEntry::change)
        .containsExactly(Change.CREATED, Change.DELETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Creating", "BackingUp", "Copying", "Hidden", "Unheard"})
  void deletionIsRefusedInWhatCloudStackDoesNotDelete(String state) throws Exception {
    // Given
    String path = createdPath();
    cloudMc.put("/_simulator" + id(path) + "/state", "{\"state\": \"%s\"}".formatted(state));
    // When
    Reply refused = cloudMc.delete(path);
    // Then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/errors/0/context/currentState").asText()).isEqualTo(state);
    assertThat(cloudMc.get(path).at("/data/state").asText()).isEqualTo(state);
  }

  @Test
  void snapshotThatIsOnlyAllocatedIsRemovedAtOnceAndItsTaskHasFailed() throws Exception {
    // Given
    Reply begun = create("early");
    String path = listedPath();
    // When
    Reply deleted = cloudMc.delete(path);
    // Then
    assertThat(deleted.at("/taskStatus").asText()).isEqualTo("SUCCESS");
    assertThat(cloudMc.get(path).status()).isEqualTo(404);
    assertThat(
            cloudMc.get("/api/v2/tasks/" + begun.at("/taskId").asText()).at("/taskStatus").asText())
        .isEqualTo("FAILED");
    assertThat(create("next").status()).isEqualTo(200);
  }

  @Test
  void copyFailsWhenAskedTo() throws Exception {
    // Given
    setCloudMc("{\"outcomes\": [\"fail\"]}");
    Reply begun = create("doomed");
    // When
    pass(COPY);
    // Then
    String task = "/api/v2/tasks/" + begun.at("/taskId").asText();
    assertThat(cloudMc.get(SNAPSHOTS).at("/data/0/state").asText()).isEqualTo("Error");
    assertThat(cloudMc.get(task).at("/taskStatus").asText()).isEqualTo("FAILED");
    assertThat(cloudMc.get(task).json().has("result")).isFalse();
    assertThat(cloudMc.get(VOLUMES + "/" + VOLUME).at("/data/state").asText()).isEqualTo("Ready");
    create("fine");
    pass(COPY);
    assertThat(cloudMc.get(SNAPSHOTS).at("/data/1/state").asText()).isEqualTo("BackedUp");
  }

  @Test
  void namesMayRepeatAsTheyMayInCloudStack() throws Exception {
    // Given
    create("same");
    pass(COPY);
    // When
    Reply second = create("same");
    // Then
    assertThat(second.status()).isEqualTo(200);
    assertThat(cloudMc.get(SNAPSHOTS).json().findValuesAsText("name"))
        .containsExactly("same", "same");
  }

  @Test
  void listIsOfOneVolumeWhenAsked() throws Exception {
    // Given
    create("one");
    cloudMc.post(SNAPSHOTS, "{\"volumeId\": \"1bd672f4-b274-4371-a792-b0a6c6778cc7\"}");
    // When
    Reply list = cloudMc.get(SNAPSHOTS + "?volume_id=" + VOLUME);
    // Then
    assertThat(list.json().findValuesAsText("volumeId")).containsExactly(VOLUME);
    assertThat(list.at("/metadata/recordCount").asInt()).isEqualTo(1);
  }

  @Test
  void snapshotBelongsToItsEnvironment() throws Exception {
    // Given
    String elsewhere = createdPath().replace("test_area", "testing");
    // When
    Reply reply = cloudMc.get(elsewhere);
    // Then
    assertThat(reply.status()).isEqualTo(404);
  }

  private static List<String> statesOfTenTenths() throws Exception {
    List<String> states = new ArrayList<>();
    for (int tenth = 0; tenth <= 10; tenth++) {
      states.add(cloudMc.get(SNAPSHOTS).at("/data/0/state").asText());
      pass(TENTH);
    }
    return states;
  }

  private static String createdPath() throws Exception {
    create("any");
    return listedPath();
  }

  private static String listedPath() throws Exception {
    return SNAPSHOTS + "/" + cloudMc.get(SNAPSHOTS).at("/data/0/id").asText();
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf("/snapshots/"));
  }
}
