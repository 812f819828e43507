package io.stillframe.worker.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.rows.Rows;

/** The stored tasks. All of it happens in the caller's transaction. */
@Singleton
public class Tasks {
  /** Adds the tasks that carry out what was asked. */
  public Uni<Void> add(List<NewTask> added) {
    return Rows.updateAll(TaskStatements.ADD, added);
  }

  /**
   * Has tasks stop that must; those in the middle of a step learn of it when they fold its answer.
   */
  public Uni<Void> cancel(List<Stop> stops) {
    List<UUID> creates = new ArrayList<>();
    List<UUID> operations = new ArrayList<>();
    for (Stop stop : stops) {
      switch (stop) {
        case Stop.Create create -> creates.add(create.snapshotId());
        case Stop.Operation operation -> operations.add(operation.operationId());
      }
    }
    return Rows.updateAll(TaskStatements.CANCEL_CREATES, creates)
        .chain(() -> Rows.updateAll(TaskStatements.CANCEL_OPERATIONS, operations));
  }

  /** The task as it is now, locked. */
  Uni<Task> lock(long id) {
    return Rows.select(TaskStatements.LOCK, Task.class, Map.of("id", id)).map(List::getFirst);
  }

  /**
   * Stores what becomes of a task and ends its lease.
   *
   * @param calledBefore when an attempt before this one may last have acted
   */
  Uni<Void> save(Task task, Next next, @Nullable Instant calledBefore) {
    Change change =
        switch (next) {
          case Next.Done ignored ->
              new Change(
                  task.id(),
                  false,
                  task.step().columnValue(),
                  0,
                  0,
                  0,
                  null,
                  null,
                  false,
                  true,
                  null);
          case Next.Again again ->
              new Change(
                  task.id(),
                  true,
                  again.step().columnValue(),
                  again.in().toMillis(),
                  again.step() == task.step() ? task.attempts() : 0,
                  again.failures(),
                  again.problem(),
                  again.ticket(),
                  // A task that starts over, or whose operation has ended, gives its place to
                  // others.
                  again.step() == Step.OBSERVE || again.step() == Step.SETTLE,
                  again.acted(),
                  calledBefore);
        };
    return Rows.updateAll(TaskStatements.SAVE, List.of(change));
  }

  private record Change(
      long id,
      boolean open,
      String step,
      long in_millis,
      int attempts,
      int failures,
      @Nullable Problem problem,
      @Nullable String ticket,
      boolean keeps_place,
      boolean acted,
      @Nullable Instant called_before) {}
}
