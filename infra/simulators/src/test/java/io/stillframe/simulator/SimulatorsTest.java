package io.stillframe.simulator;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import io.stillframe.simulator.scaleway.ScalewayVolume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SimulatorsTest {
  @Test
  void copiesEndByThemselvesOnTheSystemsClock() throws Exception {
    // Given
    SimulatorSettings settings = SimulatorSettings.defaults();
    try (Simulators simulators = Simulators.start(settings)) {
      Caller caller =
          Caller.of(simulators.scaleway().url(), "X-Auth-Token", settings.scaleway().token());
      // When
      Reply created =
          caller.post("/snapshots", SimulatorTest.legacyRequest("any", SimulatorTest.BASE_VOLUME));
      // Then
      String path = "/snapshots/" + created.at("/snapshot/id").asText();
      assertThat(created.at("/snapshot/state").asText()).isEqualTo("snapshotting");
      await().until(() -> caller.get(path).at("/snapshot/state").asText().equals("available"));
    }
  }

  @Test
  void closedSimulatorsListenNoMore() {
    // Given
    Simulators simulators = Simulators.start(SimulatorSettings.defaults());
    Caller caller = Caller.of(simulators.cloudMc().url());
    // When
    simulators.close();
    // Then
    assertThatThrownBy(() -> caller.get("/")).isInstanceOf(ConnectException.class);
  }

  @Test
  void portThatIsTakenIsAFailureAtOnce() {
    // Given
    try (Simulators first = Simulators.start(SimulatorSettings.defaults())) {
      SimulatorSettings same = SimulatorSettings.defaults().withCloudMcPort(first.cloudMc().port());
      // When
      var refusal = assertThatThrownBy(() -> Simulators.start(same));
      // Then
      refusal.isInstanceOf(IllegalStateException.class).hasMessageContaining("in use");
    }
  }

  @Test
  void callsAtOnceAreTakenOneByOne() throws Exception {
    // Given
    SimulatorSettings settings = SimulatorSettings.defaults();
    try (Simulators simulators = Simulators.start(settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      simulators.cloudMc().change(now -> now.withSnapshotDuration(Duration.ofHours(1)));
      Caller caller =
          Caller.of(simulators.cloudMc().url(), "MC-Api-Key", settings.cloudMc().apiKey());
      String body = "{\"volumeId\": \"%s\"}".formatted(SimulatorTest.VOLUME);
      Callable<Reply> create = () -> caller.post(SimulatorTest.SNAPSHOTS, body);
      // When
      var replies = threads.invokeAll(Collections.nCopies(100, create));
      // Then
      assertThat(replies)
          .extracting(reply -> reply.resultNow().status())
          .containsOnly(200, 400)
          .containsOnlyOnce(200);
      assertThat(simulators.cloudMc().ledger().calls()).hasSize(100);
      assertThat(simulators.cloudMc().ledger().objects()).hasSize(1);
    }
  }

  @Test
  void volumeIsAddedAndStateForcedFromTheTest() throws Exception {
    // Given
    SimulatorSettings settings = SimulatorSettings.defaults();
    try (Simulators simulators = Simulators.start(settings)) {
      Caller caller =
          Caller.of(simulators.scaleway().url(), "X-Auth-Token", settings.scaleway().token());
      String id = "11111111-2222-4333-8444-555555555555";
      simulators
          .scaleway()
          .add(
              new ScalewayVolume(
                  id, "more", SimulatorTest.ORGANIZATION, 1, "l_ssd", List.of(), null, false));
      caller.post("/snapshots", SimulatorTest.legacyRequest("any", id));
      String snapshot = simulators.scaleway().ledger().objects().getFirst().id();
      // When
      simulators.scaleway().force(snapshot, "invalid_data");
      // Then
      assertThat(caller.get("/snapshots/" + snapshot).at("/snapshot/state").asText())
          .isEqualTo("invalid_data");
    }
  }
}
