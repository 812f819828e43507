package io.stillframe.simulator;

import java.net.ConnectException;

import org.junit.jupiter.api.Test;

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
}
