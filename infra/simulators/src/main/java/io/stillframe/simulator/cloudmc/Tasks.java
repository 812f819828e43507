package io.stillframe.simulator.cloudmc;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The tasks, by which all that is made and removed is followed. */
final class Tasks {
  private final CloudStack cloud;

  Tasks(CloudStack cloud) {
    this.cloud = cloud;
  }

  Answer get(Call call) {
    String id = call.parameter("id");
    CloudTask task = cloud.task(id).orElseThrow(() -> CloudMcRefusal.unknown("tasks", id));
    return Answer.of(
        200, TaskBody.from(task, status(task), result(task), cloud.settings().taskShape()));
  }

  /** The answer to every change: exactly 200, as one client takes nothing else. */
  Answer begun(CloudTask task) {
    return Answer.of(200, new Begun(task.id(), status(task), result(task)));
  }

  private String status(CloudTask task) {
    return task.status(cloud.now(), cloud.settings().failureWord());
  }

  /** Only a task that has succeeded has one: what it made, as it is now. */
  private @Nullable Object result(CloudTask task) {
    Instant now = cloud.now();
    if (task.failing() || !task.isOver(now)) {
      return null;
    }
    return cloud
        .snapshot(task.snapshotId())
        .<Object>map(snapshot -> SnapshotBody.from(snapshot, now))
        .orElseGet(Map::of);
  }

  /**
   * A task that has begun.
   *
   * @param data the result, when the task is over already
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Begun(String taskId, String taskStatus, @Nullable Object data) {}
}
