package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Take, watch, restore, rename, find and delete a snapshot of a real volume. */
@SharedStack
class MainJobIT {
  private static final long SIZE = 512 * MIB;

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  MainJobIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.randomVolume(SIZE);
  }

  @Test
  void theWholeLifeOfASnapshot() throws IOException {
    String id = create();
    JsonNode snapshot = api.snapshot(id);
    assertThat(snapshot.path("sizeBytes").asLong()).isEqualTo(SIZE);
    assertThat(snapshot.path("sha256").asText()).isEqualTo(volume.sha256());
    assertThat(volume.isEqualTo(stack.disk().image(id))).isTrue();
    restore(id);
    rename(id);
    find(id);
    delete(id);
  }

  private String create() {
    // When
    Answer accepted =
        api.create(volume, Map.of("name", volume.name(), "labels", Map.of("e2e", volume.name())));
    // Then
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.header("Location")).isEqualTo("/v1/operations/" + accepted.operationId());
    assertThat(Integer.parseInt(accepted.header("Retry-After"))).isPositive();
    String id = accepted.snapshotId();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(60))
        .until(() -> api.snapshot(id).path("state").asText().equals("creating"));
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.snapshot(id).path("state").asText()).isEqualTo("available");
    assertThat(progress(id, "totalBytes")).containsOnly(SIZE);
    assertThat(progress(id, "bytes")).isSorted().endsWith(SIZE);
    assertThat(Set.copyOf(progress(id, "bytes"))).hasSizeGreaterThanOrEqualTo(3);
    return id;
  }

  /** One figure of all the progress that subscribers were told. */
  private List<Long> progress(String id, String figure) {
    return stack.events().of(id).stream()
        .map(event -> event.path("snapshot").path("progress").path(figure))
        .filter(value -> !value.isMissingNode())
        .map(JsonNode::asLong)
        .toList();
  }

  private void restore(String id) throws IOException {
    // When
    String name = "restored-" + volume.name();
    JsonNode operation =
        api.end(api.post("/v1/snapshots/" + id + "/restore", Map.of("name", name)));
    // Then
    assertThat(operation.path("status").asText()).isEqualTo("succeeded");
    JsonNode result = operation.path("result");
    assertThat(result.path("name").asText()).isEqualTo(name);
    assertThat(result.path("sizeBytes").asLong()).isEqualTo(SIZE);
    Path image = stack.disk().volumesNamed(name).getFirst();
    assertThat(volume.isEqualTo(image)).isTrue();
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(api.get("/v1/volumes?name=" + name).body().path("items"))
                    .singleElement()
                    .extracting(item -> item.path("id").asText())
                    .isEqualTo(result.path("volumeId").asText()));
    Files.delete(image);
  }

  private void rename(String id) {
    // Given
    String address = "/v1/snapshots/" + id;
    String tag = api.get(address).header("ETag");
    // When
    JsonNode operation =
        api.end(api.patch(address, Map.of("name", volume.name() + "-2"), "If-Match", tag));
    // Then
    assertThat(operation.path("status").asText()).isEqualTo("succeeded");
    Answer renamed = api.get(address);
    assertThat(renamed.text("name")).isEqualTo(volume.name() + "-2");
    assertThat(renamed.header("ETag")).isNotEqualTo(tag);
    Answer stale = api.patch(address, Map.of("name", "too-late"), "If-Match", tag);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.text("type")).isEqualTo("urn:stillframe:problem:precondition-failed");
  }

  private void find(String id) {
    for (String filter :
        List.of(
            "name=" + volume.name() + "-2",
            "volumeId=" + volume.id(),
            "label=e2e=" + volume.name(),
            "state=available&volumeId=" + volume.id())) {
      assertThat(ids("/v1/snapshots?" + filter)).describedAs(filter).containsExactly(id);
    }
    assertThat(ids("/v1/snapshots?state=failed&volumeId=" + volume.id())).isEmpty();
    assertThat(ids("/v1/snapshots?name=" + volume.name())).isEmpty();
  }

  private List<String> ids(String address) {
    return Api.expect(200, api.get(address)).body().path("items").findValuesAsText("id");
  }

  private void delete(String id) {
    // When
    JsonNode operation = api.end(api.delete("/v1/snapshots/" + id));
    // Then
    assertThat(operation.path("status").asText()).isEqualTo("succeeded");
    assertThat(stack.disk().hasNothingOf(id)).isTrue();
    assertThat(api.get("/v1/snapshots/" + id).status()).isEqualTo(404);
    JsonNode timeline =
        Api.expect(200, api.get("/v1/snapshots/" + id + "/timeline")).body().path("items");
    assertThat(timeline.findValuesAsText("type"))
        .containsExactly(
            "requested",
            "creating",
            "progressed",
            "available",
            "restoring",
            "restored",
            "updated",
            "deleting",
            "deleted");
    List<Long> versions = stack.events().versions(id);
    assertThat(versions).isEqualTo(Stack.gapFree(versions));
  }
}
