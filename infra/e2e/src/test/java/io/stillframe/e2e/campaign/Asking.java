package io.stillframe.e2e.campaign;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that take snapshots, each of its own volume, read them, and delete the one before. They
 * ask everything once.
 */
final class Asking {
  private static final long PAUSE_MILLIS = 2000;

  private final Api api;
  private final List<Target> targets;
  private final Queue<Answer> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong creates = new AtomicLong();
  private final AtomicLong deletes = new AtomicLong();
  private volatile boolean over;

  /** What goes on meanwhile. */
  interface Trouble {
    void run() throws Exception;
  }

  Asking(Api api, List<Target> targets) {
    this.api = api;
    this.targets = targets;
  }

  /** Has everybody ask from the beginning of the trouble to its end. */
  void during(Trouble trouble) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      targets.forEach(target -> threads.submit(() -> ask(target)));
      try {
        trouble.run();
      } finally {
        over = true;
      }
    }
  }

  private void ask(Target target) {
    Answer before = null;
    while (!over) {
      try {
        Answer made = createAndRead(target);
        if (made != null && before != null) {
          delete(target, before);
        }
        before = made;
      } catch (UncheckedIOException | AssertionError e) {
        failures.add(e.toString());
      }
      Insistence.pause(PAUSE_MILLIS);
    }
  }

  private @Nullable Answer createAndRead(Target target) {
    String name = UUID.randomUUID().toString();
    Answer answer = create(api, target, name);
    if (answer.status() != 202) {
      failures.add("asked: " + answer);
      return null;
    }
    accepted.add(answer);
    creates.addAndGet(target.isCalm() ? 0 : 1);
    Answer read = api.get("/v1/snapshots/" + answer.snapshotId());
    if (!read.text("name").equals(name)) {
      failures.add("read: " + read);
    }
    return answer;
  }

  private void delete(Target target, Answer made) {
    api.end(made);
    accepted.add(Api.expect(202, api.delete("/v1/snapshots/" + made.snapshotId())));
    deletes.addAndGet(target.isCalm() ? 0 : 1);
  }

  static Answer create(Api api, Target target, String name) {
    return api.post("/v1/snapshots", target.named(name), "Idempotency-Key", name);
  }

  /** What was accepted of volumes at clouds, which keep a ledger. */
  Clouds.Asked ofClouds() {
    return new Clouds.Asked(creates.get(), deletes.get());
  }

  /** No request failed, and all that was accepted ended well. */
  void assertEveryoneWasServed() {
    assertThat(failures).isEmpty();
    assertThat(accepted).hasSizeGreaterThan(targets.size());
    for (Answer each : accepted) {
      assertThat(api.end(each).path("status").asText()).isEqualTo("succeeded");
    }
  }
}
