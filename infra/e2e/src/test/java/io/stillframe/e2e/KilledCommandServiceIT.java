package io.stillframe.e2e;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command service dies at the very moment a 202 arrives, while other callers are being
 * answered: some requests are committed and not published then, some accepted and not answered.
 */
@ExtendWith(Stack.Shared.class)
class KilledCommandServiceIT {
  private static final int KILLS = Integer.getInteger("stillframe.e2e.kills", 3);
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
  void whatWasAcceptedIsDoneOnce() {
    // When
    List<Answer> accepted = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      accepted.addAll(createWhileKilled(kill));
    }
    // Then
    assertThat(accepted)
        .extracting(each -> api.end(each).path("status").asText())
        .containsOnly("succeeded");
    List<String> ids = accepted.stream().map(Answer::snapshotId).distinct().toList();
    assertThat(ids).hasSize(KILLS * CALLERS);
    assertThat(stack.disk().copies())
        .filteredOn(copy -> copy.volumeId().equals(volume.id()))
        .extracting(Disk.Copy::snapshotId)
        .containsExactlyInAnyOrderElementsOf(ids);
    JsonNode listed =
        api.get("/v1/snapshots?limit=1000&volumeId=" + volume.id()).body().path("items");
    assertThat(listed.findValuesAsText("state")).hasSize(ids.size()).containsOnly("available");
    EventLog events = stack.events();
    assertThat(ids).allSatisfy(id -> assertGapFree(events.versions(id)));
  }

  /** All callers ask at once; the first 202 that arrives ends the service. */
  private List<Answer> createWhileKilled(int round) {
    CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    CompletableFuture<Void> restarted = firstAnswer.thenRunAsync(this::killAndStart);
    List<Answer> accepted =
        Callers.together(
            CALLERS,
            CALLERS,
            caller -> {
              Answer answer = untilAccepted(volume.name() + "-" + round + "-" + caller);
              firstAnswer.complete(null);
              return answer;
            });
    restarted.join();
    return accepted;
  }

  /** Without supervision, which waits longer after each of many deaths in a row. */
  private void killAndStart() {
    stack.local().kill(Service.COMMAND);
    stack.local().stop(Service.COMMAND);
    stack.local().start(Service.COMMAND);
    stack.local().awaitReady(Service.COMMAND);
  }

  /** As a careful caller does it: the same Idempotency-Key until there is an answer. */
  private Answer untilAccepted(String name) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(60))
        .until(() -> attempt(name), answer -> answer.status() == 202);
  }

  private Answer attempt(String name) {
    try {
      Answer answer = api.create(volume, Map.of("name", name), "Idempotency-Key", name);
      assertThat(answer.status()).isIn(202, 409, 502, 503);
      return answer;
    } catch (UncheckedIOException e) {
      return new Answer(0, null, null); // The connection was cut: nobody knows what came of it.
    }
  }

  private static void assertGapFree(List<Long> versions) {
    assertThat(versions).isNotEmpty().isEqualTo(Stack.gapFree(versions));
  }
}
