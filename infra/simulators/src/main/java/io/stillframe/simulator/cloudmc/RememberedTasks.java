package io.stillframe.simulator.cloudmc;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** The tasks, each for as long as the cloud remembers it. */
final class RememberedTasks {
  private final SequencedMap<String, CloudTask> tasks = new LinkedHashMap<>();

  void add(CloudTask task, Duration life) {
    while (!tasks.isEmpty() && isForgotten(tasks.firstEntry().getValue(), task.createdAt(), life)) {
      tasks.pollFirstEntry();
    }
    tasks.put(task.id(), task);
  }

  Optional<CloudTask> get(String id, Instant now, Duration life) {
    return Optional.ofNullable(tasks.get(id)).filter(task -> !isForgotten(task, now, life));
  }

  /** Ends the tasks of a snapshot that goes on no more. */
  void fail(String snapshotId, Instant now) {
    tasks.replaceAll(
        (id, task) ->
            task.snapshotId().equals(snapshotId) && !task.isOver(now) ? task.failed(now) : task);
  }

  void clear() {
    tasks.clear();
  }

  private static boolean isForgotten(CloudTask task, Instant now, Duration life) {
    return !now.isBefore(task.createdAt().plus(life));
  }
}
