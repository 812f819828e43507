package io.stillframe.e2e;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command service dies between the commit of requests and their publication: their callers have
 * a 202, and nobody else knows of them.
 */
@SharedStack
@Tag("long")
class KilledCommandServiceIT {
  private static final int CALLERS = 8;

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  KilledCommandServiceIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.randomVolume(MIB / 4);
  }

  @Test
  void whatWasAcceptedIsDoneOnce() throws SQLException {
    List<Answer> accepted;
    OptionalLong killed;
    try (HeldRelay relay = HeldRelay.of(stack, "command")) {
      // Given
      accepted = Callers.together(CALLERS, CALLERS, this::create);
      assertThat(relay.unpublished()).isEqualTo(CALLERS);
      // When
      killed = stack.running().pid(Service.COMMAND);
      stack.running().kill(Service.COMMAND);
    }
    // Then
    stack.awaitRestart(Service.COMMAND, killed);
    assertThat(accepted)
        .extracting(each -> api.end(each).path("status").asText())
        .containsOnly("succeeded");
    List<String> ids = accepted.stream().map(Answer::snapshotId).toList();
    assertThat(stack.disk().copies())
        .filteredOn(copy -> copy.volumeId().equals(volume.id()))
        .extracting(Disk.Copy::snapshotId)
        .containsExactlyInAnyOrderElementsOf(ids);
    JsonNode listed =
        api.get("/v1/snapshots?limit=1000&volumeId=" + volume.id()).body().path("items");
    assertThat(listed.findValuesAsText("state")).hasSize(CALLERS).containsOnly("available");
    EventLog events = stack.events();
    assertThat(ids).allSatisfy(id -> assertGapFree(events.versions(id)));
    Answer again = create(0);
    assertThat(Api.expect(202, again).snapshotId()).isEqualTo(ids.getFirst());
  }

  private Answer create(int caller) {
    String name = volume.name() + "-" + caller;
    return Api.expect(202, api.create(volume, Map.of("name", name), "Idempotency-Key", name));
  }

  private static void assertGapFree(List<Long> versions) {
    assertThat(versions).isNotEmpty().isEqualTo(Stack.gapFree(versions));
  }
}
