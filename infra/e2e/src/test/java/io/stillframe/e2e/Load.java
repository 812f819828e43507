package io.stillframe.e2e;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that take snapshots all the time, each of its own volume, and delete some, while
 * something goes on.
 */
final class Load {
  private static final int CALLERS = 8;

  private static final Set<String> ENDS_OF_DELETED = Set.of("succeeded", "cancelled");

  private final Stack stack;
  private final boolean patient;
  private final Api api;
  private final List<TestVolume> volumes = new ArrayList<>();
  private final List<Answer> accepted = new ArrayList<>();
  private final Queue<Answer> deletes = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /** What goes on meanwhile. */
  interface Trouble {
    void run() throws Exception;
  }

  /**
   * @param patient whether each waits for the end of what it has asked for before it asks again;
   *     otherwise it asks twice a second, and deletes every third at once
   */
  Load(Stack stack, boolean patient) {
    this.stack = stack;
    this.patient = patient;
    this.api = stack.operator();
    for (int i = 0; i < CALLERS; i++) {
      volumes.add(stack.randomVolume(MIB));
    }
  }

  /** Has callers ask from the beginning of the trouble to its end. */
  List<Answer> during(Trouble trouble) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> callers =
          volumes.stream().map(volume -> threads.submit(() -> ask(volume))).toList();
      try {
        trouble.run();
      } finally {
        over = true;
      }
      for (Future<List<Answer>> each : callers) {
        accepted.addAll(each.get());
      }
    }
    return accepted;
  }

  /** What was answered otherwise than a caller wishes, or not at all, and asked again. */
  Collection<String> failures() {
    return failures;
  }

  /**
   * All that was accepted ended well, once, and each snapshot has one copy; what was deleted has
   * none, and its create may have been cancelled by that.
   */
  void assertNothingLostAndNothingDoubled() {
    assertThat(accepted).hasSizeGreaterThan(CALLERS);
    Set<String> deleted = deletes.stream().map(Answer::snapshotId).collect(Collectors.toSet());
    for (Answer each : accepted) {
      assertThat(api.end(each).path("status").asText())
          .isIn(deleted.contains(each.snapshotId()) ? ENDS_OF_DELETED : Set.of("succeeded"));
    }
    assertThat(deletes.isEmpty()).isEqualTo(patient);
    for (Answer each : deletes) {
      assertThat(api.end(each).path("status").asText()).isEqualTo("succeeded");
      assertThat(api.get("/v1/snapshots/" + each.snapshotId()).status()).isEqualTo(404);
      assertThat(stack.disk().hasNothingOf(each.snapshotId())).isTrue();
    }
    EventLog events = stack.events();
    for (Answer each : accepted) {
      List<Long> versions = events.versions(each.snapshotId());
      assertThat(versions).isEqualTo(Stack.gapFree(versions));
    }
    List<String> copies =
        stack.disk().copies().stream()
            .filter(copy -> volumes.stream().anyMatch(each -> each.id().equals(copy.volumeId())))
            .map(Disk.Copy::snapshotId)
            .toList();
    assertThat(copies)
        .containsExactlyInAnyOrderElementsOf(
            accepted.stream()
                .map(Answer::snapshotId)
                .filter(each -> !deleted.contains(each))
                .toList());
    assertThat(stack.disk().unfinished()).isEmpty();
  }

  /** Asks until the trouble is over, and insists on an answer as its key allows. */
  private List<Answer> ask(TestVolume volume) throws InterruptedException {
    List<Answer> mine = new ArrayList<>();
    while (!over) {
      String key = UUID.randomUUID().toString();
      Answer answer = insist(() -> api.create(volume, Map.of("name", key), "Idempotency-Key", key));
      if (answer.status() == 202) {
        mine.add(answer);
        if (patient) {
          awaitEnd(answer);
        } else if (mine.size() % 3 == 0) {
          String snapshot = "/v1/snapshots/" + answer.snapshotId();
          deletes.add(Api.expect(202, insist(() -> api.delete(snapshot))));
        }
      } else {
        failures.add(answer.toString());
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return mine;
  }

  private void awaitEnd(Answer accepted) throws InterruptedException {
    String path = "/v1/operations/" + accepted.operationId();
    while (!over) {
      try {
        Answer seen = api.get(path, "Prefer", "wait=10");
        if (seen.status() == 200 && !seen.text("status").equals("running")) {
          return;
        }
        if (seen.status() != 200) {
          failures.add(seen.toString());
        }
      } catch (UncheckedIOException e) {
        failures.add(e.toString());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Answer insist(Supplier<Answer> asking) throws InterruptedException {
    while (true) {
      try {
        Answer answer = asking.get();
        if (answer.status() < 500 && answer.status() != 409) {
          return answer;
        }
        failures.add(answer.toString());
      } catch (UncheckedIOException e) {
        // The connection was lost: it is asked again with the same key.
        failures.add(e.toString());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
