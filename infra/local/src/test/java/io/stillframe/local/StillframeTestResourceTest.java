package io.stillframe.local;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StillframeTestResourceTest {
  private final StillframeTestResource resource = new StillframeTestResource();

  @Test
  void givesEveryTestTheSameServersAndEachServiceItsDatabase() {
    // Given
    resource.init(Map.of("database", "command"));
    Map<String, String> command = resource.start();
    resource.stop();
    resource.init(Map.of("database", "worker"));
    // When
    Map<String, String> worker = resource.start();
    // Then
    assertThat(worker)
        .containsEntry("kafka.bootstrap.servers", command.get("kafka.bootstrap.servers"))
        .containsEntry(
            "quarkus.datasource.jdbc.url",
            command.get("quarkus.datasource.jdbc.url").replace("/command", "/worker"))
        .containsKeys(
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.datasource.reactive.url");
  }

  @Test
  void refusesADatabaseThatNobodyHas() {
    assertThatThrownBy(() -> resource.init(Map.of("database", "other")))
        .hasMessageContaining("[command, worker, query]");
  }
}
