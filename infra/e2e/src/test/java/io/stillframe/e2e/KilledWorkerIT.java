package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** The worker dies in the middle of its work, and supervision starts it again. */
@SharedStack
class KilledWorkerIT {
  /** Mostly holes: enough to be in the middle of for seconds, without filling a disk. */
  private static final long SIZE = 1536 * MIB;

  private final Stack stack;
  private final Api api;
  private final TestVolume copied;
  private final TestVolume restored;

  KilledWorkerIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.copied = stack.sparseVolume(SIZE);
    this.restored = stack.sparseVolume(SIZE);
  }

  @Test
  void aCopyAndARestoreAreMadeOnceAllTheSame() throws IOException {
    // Given
    String name = "restored-" + restored.name();
    String source = api.available(restored, Map.of()).path("id").asText();
    Answer restore = api.post("/v1/snapshots/" + source + "/restore", Map.of("name", name));
    Answer copy = api.create(copied);
    String id = Api.expect(202, copy).snapshotId();
    awaitMiddle(
        stack.disk().snapshots().resolve(".staging").resolve(id),
        stack.disk().volumes().resolve(".staging").resolve(restore.operationId()));

    // When
    stack.killAndAwaitRestart(Service.WORKER);

    // Then
    assertThat(api.end(copy).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.end(restore).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.snapshot(id).path("state").asText()).isEqualTo("available");
    assertThat(stack.disk().copies())
        .filteredOn(each -> each.volumeId().equals(copied.id()))
        .extracting(Disk.Copy::snapshotId)
        .containsExactly(id);
    assertThat(copied.isEqualTo(stack.disk().image(id))).isTrue();
    List<Path> volumes = stack.disk().volumesNamed(name);
    assertThat(volumes).hasSize(1);
    assertThat(restored.isEqualTo(volumes.getFirst())).isTrue();
    assertThat(stack.disk().unfinished()).isEmpty();
    List<Long> versions = stack.events().versions(id);
    assertThat(versions).isEqualTo(Stack.gapFree(versions));
    Files.delete(volumes.getFirst());
    Api.expect(202, api.delete("/v1/snapshots/" + id));
    Api.expect(202, api.delete("/v1/snapshots/" + source));
  }

  /** Returns in the middle of both: they begin at once and take equally long. */
  private static void awaitMiddle(Path... workplaces) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> Stream.of(workplaces).map(KilledWorkerIT::percent).toList(),
            done -> done.stream().allMatch(each -> each >= 2 && each <= 97));
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
