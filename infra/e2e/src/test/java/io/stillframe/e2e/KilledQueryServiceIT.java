package io.stillframe.e2e;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** The query service dies while events flow: its answers are complete all the same afterwards. */
@SharedStack
@Tag("long")
class KilledQueryServiceIT {
  private static final int CREATES = 60;
  private static final int CALLERS = 8;

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  KilledQueryServiceIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.randomVolume(4 * MIB);
  }

  @Test
  void noEventIsMissing() {
    // When
    List<Answer> accepted = Callers.together(CALLERS, CREATES, this::createAndKillInTheMiddle);
    stack.running().awaitReady(Service.QUERY);
    // Then
    assertThat(accepted).extracting(Answer::status).containsOnly(202);
    assertThat(Callers.together(CALLERS, CREATES, number -> api.end(accepted.get(number))))
        .extracting(operation -> operation.path("status").asText())
        .containsOnly("succeeded");
    EventLog events = stack.events();
    assertThat(accepted)
        .extracting(Answer::snapshotId)
        .allSatisfy(
            id -> {
              assertThat(events.versions(id)).isEqualTo(Stack.gapFree(events.versions(id)));
              assertThat(timeline(id)).isEqualTo(kept(events.of(id)));
              assertThat(api.snapshot(id).path("version").asLong())
                  .isEqualTo(events.versions(id).getLast());
            });
  }

  private Answer createAndKillInTheMiddle(int number) {
    if (number == CREATES / 2) {
      stack.killAndAwaitRestart(Service.QUERY);
    }
    return api.create(volume, Map.of("name", volume.name() + "-" + number));
  }

  private List<String> timeline(String id) {
    return told(
        StreamSupport.stream(
            api.get("/v1/snapshots/" + id + "/timeline").body().path("items").spliterator(),
            false));
  }

  /** The timeline keeps the latest progress only. */
  private static List<String> kept(List<JsonNode> events) {
    long latest =
        events.stream()
            .filter(event -> event.path("type").asText().equals("progressed"))
            .mapToLong(event -> event.path("snapshot").path("version").asLong())
            .max()
            .orElse(0);
    return told(
        events.stream()
            .filter(
                event ->
                    !event.path("type").asText().equals("progressed")
                        || event.path("snapshot").path("version").asLong() == latest));
  }

  private static List<String> told(Stream<JsonNode> entries) {
    return entries
        .map(
            entry ->
                entry.path("type").asText()
                    + " "
                    + entry.path("version").asLong(entry.path("snapshot").path("version").asLong()))
        .distinct()
        .toList();
  }
}
