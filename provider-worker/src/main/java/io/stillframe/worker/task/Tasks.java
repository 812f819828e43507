package io.stillframe.worker.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.rows.Rows;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;

/** The stored tasks. All of it happens in the caller's transaction. */
@Singleton
public class Tasks {
  private final String connections;

  Tasks(Connections connections) {
    this.connections = Message.write(connections.all().stream().map(Limits::of).toList());
  }

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

  /**
   * Leases up to {@code limit} due tasks and counts the attempt, before anything is asked of a
   * provider.
   */
  Uni<List<Claim>> claim(int limit) {
    return Rows.select(TaskStatements.ONE_CLAIMER, Integer.class, Map.of())
        .chain(
            () ->
                Rows.select(
                    TaskStatements.CLAIM,
                    Claim.class,
                    Map.of("connections", connections, "most", limit)));
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

  /** A leased task and its aggregate as it was then. */
  record Claim(Task task, Snapshot snapshot) {}

  private record Limits(
      String provider, String environment, int concurrency, int per_volume, long lease_millis) {
    static Limits of(Connection connection) {
      return new Limits(
          connection.provider(),
          connection.environment(),
          connection.config().concurrency(),
          connection.driver().capabilities().createsPerVolume(),
          TaskEngine.leaseFor(connection).toMillis());
    }
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
