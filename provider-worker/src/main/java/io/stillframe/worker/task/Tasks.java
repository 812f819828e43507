package io.stillframe.worker.task;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
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
    return execute(TaskStatements.ADD, added);
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
    return execute(TaskStatements.CANCEL_CREATES, creates)
        .chain(() -> execute(TaskStatements.CANCEL_OPERATIONS, operations));
  }

  /**
   * Leases up to {@code limit} due tasks and counts the attempt, before anything is asked of a
   * provider.
   */
  Uni<List<Claim>> claim(int limit) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(TaskStatements.ONE_CLAIMER)
                    .getSingleResult()
                    .chain(
                        () ->
                            session
                                .createNativeQuery(TaskStatements.CLAIM, String.class)
                                .setParameter("connections", connections)
                                .setParameter("most", limit)
                                .getResultList()))
        .map(rows -> rows.stream().map(row -> read(row, Claim.class)).toList());
  }

  /** The task as it is now, locked. */
  Uni<Task> lock(long id) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(TaskStatements.LOCK, String.class)
                    .setParameter("id", id)
                    .getSingleResult())
        .map(row -> read(row, Task.class));
  }

  /** Stores what becomes of a task and ends its lease. */
  Uni<Void> save(Task task, Next next) {
    Change change =
        switch (next) {
          case Next.Done ignored ->
              new Change(task.id(), false, task.step().columnValue(), 0, 0, 0, null, false);
          case Next.Again again ->
              new Change(
                  task.id(),
                  true,
                  again.step().columnValue(),
                  again.in().toMillis(),
                  again.step() == task.step() ? task.attempts() : 0,
                  again.failures(),
                  again.problem(),
                  // A task that starts over gives its place to others.
                  again.step() != Step.START);
        };
    return execute(TaskStatements.SAVE, List.of(change));
  }

  private static Uni<Void> execute(String statement, List<?> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(statement)
                    .setParameter("rows", Message.write(rows))
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return ContractJson.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A leased task and its aggregate as it was then. */
  record Claim(Task task, Snapshot snapshot) {}

  private record Limits(
      String provider, String environment, int concurrency, int per_volume, long lease_millis) {
    static Limits of(io.stillframe.worker.provider.Connection connection) {
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
      io.stillframe.contract.@Nullable Problem problem,
      boolean keeps_place) {}
}
