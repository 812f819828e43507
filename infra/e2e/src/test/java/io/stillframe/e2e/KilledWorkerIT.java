package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** The worker dies in the middle of its work, and supervision starts it again. */
@SharedStack
@Tag("long")
class KilledWorkerIT {
  /** Mostly holes: enough to be in the middle of for seconds, without filling a disk. */
  private static final long SIZE = 1536 * MIB;

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  KilledWorkerIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.sparseVolume(SIZE);
  }

  @Test
  void aCopyIsMadeOnceAllTheSame() throws IOException {
    // Given
    Answer accepted = api.create(volume);
    String id = Api.expect(202, accepted).snapshotId();
    awaitMiddle(stack.disk().snapshots().resolve(".staging").resolve(id));
    // When
    stack.killAndAwaitRestart(Service.WORKER);
    // Then
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.snapshot(id).path("state").asText()).isEqualTo("available");
    assertThat(copiesOf(volume)).containsExactly(id);
    assertThat(volume.isEqualTo(stack.disk().image(id))).isTrue();
    assertThat(stack.disk().unfinished()).isEmpty();
    List<Long> versions = stack.events().versions(id);
    assertThat(versions).isEqualTo(Stack.gapFree(versions));
    Api.expect(202, api.delete("/v1/snapshots/" + id));
  }

  @Test
  void aVolumeIsRestoredOnceAllTheSame() throws IOException {
    // Given
    String id = api.available(volume, Map.of()).path("id").asText();
    String name = "restored-" + volume.name();
    Answer accepted = api.post("/v1/snapshots/" + id + "/restore", Map.of("name", name));
    awaitMiddle(stack.disk().volumes().resolve(".staging").resolve(accepted.operationId()));
    // When
    stack.killAndAwaitRestart(Service.WORKER);
    // Then
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    List<Path> restored = stack.disk().volumesNamed(name);
    assertThat(restored).hasSize(1);
    assertThat(volume.isEqualTo(restored.getFirst())).isTrue();
    assertThat(stack.disk().unfinished()).isEmpty();
    Files.delete(restored.getFirst());
    Api.expect(202, api.delete("/v1/snapshots/" + id));
  }

  /** What it had done and committed, whoever comes after it tells. */
  @Test
  void whatWasDoneAndNotPublishedIsToldAfterwards() throws SQLException {
    TestVolume small = stack.randomVolume(MIB / 4);
    Answer accepted;
    OptionalLong killed;
    try (HeldRelay relay = HeldRelay.of(stack, "worker")) {
      // Given
      accepted = Api.expect(202, api.create(small));
      String id = accepted.snapshotId();
      Awaitility.await().until(() -> copiesOf(small), List.of(id)::equals);
      assertThat(relay.unpublished()).isPositive();
      // When
      killed = stack.running().pid(Service.WORKER);
      stack.running().kill(Service.WORKER);
    }
    // Then
    stack.awaitRestart(Service.WORKER, killed);
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(copiesOf(small)).containsExactly(accepted.snapshotId());
    List<Long> versions = stack.events().versions(accepted.snapshotId());
    assertThat(versions).isEqualTo(Stack.gapFree(versions));
  }

  private List<String> copiesOf(TestVolume one) {
    return stack.disk().copies().stream()
        .filter(copy -> copy.volumeId().equals(one.id()))
        .map(Disk.Copy::snapshotId)
        .toList();
  }

  /** Returns when between 10 and 80 percent of the work are done. */
  private static void awaitMiddle(Path workplace) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(60))
        .until(() -> percent(workplace), done -> done >= 10 && done <= 80);
  }

  private static int percent(Path workplace) {
    try {
      JsonNode progress = Api.JSON.readTree(workplace.resolve("progress.json").toFile());
      return progress.path("percent").asInt();
    } catch (IOException e) {
      return 0;
    }
  }
}
