package io.stillframe.simulator.cloudmc;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

class CloudMcTasksTest extends SimulatorTest {
  @Test
  void taskTellsWhatItMadeInBothShapes() throws Exception {
    // Given
    String path = createdTask();
    pass(COPY);
    // When
    Reply task = cloudMc.get(path);
    // Then
    assertThat(task.status()).isEqualTo(200);
    assertThat(task.at("/taskStatus").asText()).isEqualTo("SUCCESS");
    assertThat(task.at("/result/state").asText()).isEqualTo("BackedUp");
    assertThat(task.at("/data/id")).isEqualTo(task.at("/taskId"));
    assertThat(task.at("/data/status").asText()).isEqualTo("SUCCESS");
    assertThat(task.at("/data/result")).isEqualTo(task.at("/result"));
    assertThat(task.at("/data/created").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}-04:00");
  }

  @Test
  void taskIsPendingWithoutAResultBefore() throws Exception {
    // Given
    String path = createdTask();
    // When
    Reply task = cloudMc.get(path);
    // Then
    assertThat(task.at("/data/status").asText()).isEqualTo("PENDING");
    assertThat(task.json().has("result")).isFalse();
    assertThat(task.at("/data").has("result")).isFalse();
  }

  @Test
  void flatShapeIsTheDocumentedOneAlone() throws Exception {
    // Given
    setCloudMc("{\"taskShape\": \"flat\"}");
    // When
    Reply task = cloudMc.get(createdTask());
    // Then
    assertThat(task.json().fieldNames()).toIterable().containsExactly("taskId", "taskStatus");
  }

  @Test
  void dataShapeIsTheOneOfTheClientsAlone() throws Exception {
    // Given
    setCloudMc("{\"taskShape\": \"data\"}");
    // When
    Reply task = cloudMc.get(createdTask());
    // Then
    assertThat(task.json().fieldNames()).toIterable().containsExactly("data");
    assertThat(task.at("/data").fieldNames())
        .toIterable()
        .containsExactly("id", "status", "created");
  }

  @Test
  void wordForFailureIsAsSet() throws Exception {
    // Given
    setCloudMc("{\"failureWord\": \"FAILURE\", \"outcomes\": [\"fail\"]}");
    String path = createdTask();
    pass(COPY);
    // When
    Reply task = cloudMc.get(path);
    // Then
    assertThat(task.at("/taskStatus").asText()).isEqualTo("FAILURE");
  }

  @Test
  void taskIsForgottenAfterHalfAnHour() throws Exception {
    // Given
    String path = createdTask();
    pass(Duration.ofMinutes(30).minusMillis(1));
    Reply last = cloudMc.get(path);
    // When
    pass(Duration.ofMillis(1));
    // Then
    assertThat(last.status()).isEqualTo(200);
    assertThat(cloudMc.get(path).status()).isEqualTo(404);
    assertThat(cloudMc.get(SNAPSHOTS).at("/data/0/state").asText()).isEqualTo("BackedUp");
  }

  @Test
  void taskThatIsOverAtOnceBringsItsResult() throws Exception {
    // Given
    setCloudMc("{\"snapshotDuration\": \"PT0S\"}");
    // When
    Reply begun = create("quick");
    // Then
    assertThat(begun.at("/taskStatus").asText()).isEqualTo("SUCCESS");
    assertThat(begun.at("/data/name").asText()).isEqualTo("quick");
  }

  private static String createdTask() throws Exception {
    return "/api/v2/tasks/" + create("any").at("/taskId").asText();
  }
}
