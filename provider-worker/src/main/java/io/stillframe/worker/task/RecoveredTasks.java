package io.stillframe.worker.task;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.OperationStatus;
import io.stillframe.rows.Rows;

/** The tasks of a restored database. All of it happens in the caller's transaction. */
@Singleton
public class RecoveredTasks {
  private static final String OPEN =
      "select cast(to_json(operation_id) as text) from task where open";

  /**
   * What an operation that did not succeed may have left at the provider is swept. What a deleted
   * snapshot had is gone, or was adopted.
   */
  private static final String END =
      """
            update task t set
                open = ended.swept, step = case when ended.swept then 'sweep' else t.step end,
                due_at = now(), called_at = now(), attempts = 0, failures = 0, in_flight = false, lease_until = null
            from (
                select task.id, r.status <> 'succeeded' and (
                    task.kind = 'restore' or task.kind = 'create' and s.state <> 'deleted') as swept
                from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r (operation_id uuid, status text)
                join task on task.operation_id = r.operation_id
                join snapshot s on s.id = task.snapshot_id
            ) as ended
            where t.id = ended.id and t.open and t.step <> 'sweep'
            """;

  private static final String DOUBT =
      """
            update task set called_at = now()
            where open and step = 'start' and kind in ('create', 'restore')
            """;

  private record Ended(UUID operation_id, OperationStatus status) {}

  /** The operations that it knows to be under way. */
  public Uni<List<UUID>> openOperations() {
    return Rows.select(OPEN, UUID.class, Map.of());
  }

  /** Ends the tasks of operations that were told to have ended so. */
  public Uni<Void> end(Map<UUID, OperationStatus> ended) {
    return Rows.updateAll(
        END,
        ended.entrySet().stream().map(each -> new Ended(each.getKey(), each.getValue())).toList());
  }

  /** Whatever would make something may have made it: each looks before it does. */
  public Uni<Void> doubt() {
    return Rows.update(DOUBT, Map.of()).replaceWithVoid();
  }
}
