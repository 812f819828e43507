package io.stillframe.worker;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.task.Step;
import io.stillframe.worker.task.Task;

/** Things that tests need some of. */
public final class Some {
  public static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  public static final UUID SNAPSHOT = UUID.fromString("01a1ff8e-6d52-7b3a-9c51-0c2f6f3a9e01");
  public static final UUID OPERATION = UUID.fromString("01a1ff8e-6d52-7b3a-9c51-0c2f6f3a9e02");

  private Some() {}

  public static CreateSnapshot create() {
    return new CreateSnapshot(
        OPERATION,
        SNAPSHOT,
        "acme",
        "compute-on",
        "test_area",
        "volume",
        null,
        null,
        "name",
        null,
        Map.of(),
        false,
        NOW,
        NOW.plusSeconds(3600));
  }

  public static Snapshot snapshot(SnapshotState state) {
    return SnapshotBuilder.builder(Snapshot.requested(create()))
        .state(state)
        .version(3)
        .revision(2)
        .build();
  }

  public static Task task(SnapshotRequest request, OperationKind kind, Step step) {
    return new Task(
        1,
        SNAPSHOT,
        request.operationId(),
        kind,
        step,
        true,
        false,
        "compute-on",
        "test_area",
        request,
        null,
        request.deadline(),
        1,
        0,
        null,
        null,
        1,
        false,
        null);
  }

  public static Task cancelled(Task task, boolean deleteWaits) {
    return with(
        task,
        task.step(),
        true,
        task.problem(),
        task.failures(),
        task.calledAt(),
        task.ticket(),
        deleteWaits);
  }

  public static Task failing(Task task, Step step, int failures, Problem problem) {
    return with(
        task,
        step,
        task.cancelled(),
        problem,
        failures,
        task.calledAt(),
        task.ticket(),
        task.deleteWaits());
  }

  public static Task ticketed(Task task, String ticket) {
    return with(
        task,
        task.step(),
        task.cancelled(),
        task.problem(),
        task.failures(),
        task.calledAt(),
        ticket,
        task.deleteWaits());
  }

  public static Task called(Task task, Instant calledAt) {
    return with(
        task,
        task.step(),
        task.cancelled(),
        task.problem(),
        task.failures(),
        calledAt,
        task.ticket(),
        task.deleteWaits());
  }

  private static Task with(
      Task task,
      Step step,
      boolean cancelled,
      Problem problem,
      int failures,
      Instant calledAt,
      String ticket,
      boolean deleteWaits) {
    return new Task(
        task.id(),
        task.snapshotId(),
        task.operationId(),
        task.kind(),
        step,
        true,
        cancelled,
        task.provider(),
        task.environment(),
        task.request(),
        problem,
        task.deadline(),
        task.attempts(),
        failures,
        calledAt,
        ticket,
        task.leaseEpoch(),
        deleteWaits,
        task.traceparent());
  }
}
