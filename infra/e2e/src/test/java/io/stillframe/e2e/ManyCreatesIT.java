package io.stillframe.e2e;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Many callers at once: everything is taken, once, and told without a gap. */
@SharedStack
@Tag("long")
class ManyCreatesIT {
  private static final int CREATES = 200;
  private static final int VOLUMES = 20;
  private static final int CALLERS = 16;

  private final Stack stack;
  private final Api api;

  ManyCreatesIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  @Test
  void everyCreateEndsAvailable() {
    // Given
    List<TestVolume> volumes =
        Stream.generate(() -> stack.randomVolume(MIB)).limit(VOLUMES).toList();
    // When
    List<Answer> accepted =
        Callers.together(
            CALLERS,
            CREATES,
            number ->
                api.create(
                    volumes.get(number % VOLUMES),
                    Map.of("name", volumes.getFirst().name() + "-" + number)));
    List<JsonNode> ended = Callers.together(CALLERS, CREATES, i -> api.end(accepted.get(i)));
    // Then
    assertThat(ended)
        .extracting(operation -> operation.path("status").asText())
        .containsOnly("succeeded");
    List<String> ids = accepted.stream().map(Answer::snapshotId).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(volumes.stream().mapToInt(volume -> available(volume).size()).sum())
        .isEqualTo(CREATES);
    EventLog events = stack.events();
    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(stack.disk().image(id)).hasSize(MIB);
              List<Long> versions = events.versions(id);
              assertThat(versions).isNotEmpty().isEqualTo(Stack.gapFree(versions));
              assertThat(events.states(id)).containsExactly("requested", "creating", "available");
            });
    assertThat(copiesOf(volumes)).hasSize(CREATES);
    assertThat(stack.disk().unfinished()).isEmpty();
  }

  private JsonNode available(TestVolume volume) {
    return Api.expect(
            200, api.get("/v1/snapshots?state=available&limit=1000&volumeId=" + volume.id()))
        .body()
        .path("items");
  }

  /** Copies on disk whose manifest names one of the volumes, whoever made them. */
  private List<String> copiesOf(List<TestVolume> volumes) {
    return stack.disk().copies().stream()
        .filter(copy -> volumes.stream().anyMatch(volume -> copy.volumeId().equals(volume.id())))
        .map(Disk.Copy::snapshotId)
        .toList();
  }
}
