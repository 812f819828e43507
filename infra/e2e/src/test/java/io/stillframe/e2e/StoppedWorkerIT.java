package io.stillframe.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Dialect writes wait for the worker's first word, and not for ever. */
@SharedStack
@Tag("long")
class StoppedWorkerIT {
  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  StoppedWorkerIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.randomVolume(MIB / 4);
  }

  @BeforeEach
  void stopTheWorker() {
    Awaitility.await().until(() -> api.get("/volumes/" + volume.id()).status() == 200);
    stack.running().stop(Service.WORKER);
  }

  @AfterEach
  void startTheWorker() {
    stack.running().start(Service.WORKER);
    stack.running().awaitReady(Service.WORKER);
  }

  @Test
  void whatWasAcceptedIsAnsweredAndDoneLater() {
    // When
    List<Answer> answers =
        Callers.together(2, 2, caller -> caller == 0 ? askAsScaleway() : askAsCloudMc());
    Answer scaleway = answers.getFirst();
    Answer cloudMc = answers.getLast();
    startTheWorker();

    // Then
    JsonNode snapshot = Api.expect(200, scaleway).body().path("snapshot");
    assertThat(snapshot.path("state").asText()).isEqualTo("snapshotting");
    assertThat(snapshot.path("size").asLong()).isEqualTo(MIB / 4);
    assertThat(Api.expect(200, cloudMc).text("taskStatus")).isEqualTo("PENDING");
    assertThat(cloudMc.body().path("data").path("state").asText()).isEqualTo("Allocated");
    for (String id :
        new String[] {
          snapshot.path("id").asText(), cloudMc.body().path("data").path("id").asText()
        }) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> api.snapshot(id).path("state").asText(), "available"::equals);
    }
  }

  private Answer askAsScaleway() {
    return api.post(
        "/snapshots",
        Map.of(
            "name",
            "later",
            "organization",
            "000a115d-2852-4b0a-9ce8-47f1134ba95a",
            "volume_id",
            volume.id()));
  }

  private Answer askAsCloudMc() {
    return api.post(
        "/api/v2/services/compute-on/test_area/snapshots", Map.of("volumeId", volume.id()));
  }
}
