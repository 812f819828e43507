package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.OperationKind;

/** The table in memory, with the rules of {@link ClaimStatements} and {@link TaskStatements}. */
final class TaskTable {
  private final List<Row> rows = new ArrayList<>();

  void add(NewTask task, Instant now) {
    rows.add(new Row(rows.size() + 1, task, now));
  }

  void cancel(Stop stop, Instant now) {
    for (Row row : open()) {
      boolean meant =
          switch (stop) {
            case Stop.Create create ->
                row.added.kind() == OperationKind.CREATE
                    && row.added.snapshotId().equals(create.snapshotId());
            case Stop.Operation operation ->
                row.added.kind().isCancellable()
                    && row.added.operationId().equals(operation.operationId());
          };
      if (meant) {
        row.cancelled = true;
        row.dueAt = now;
      }
    }
  }

  List<Row> open() {
    return rows.stream().filter(row -> row.open).toList();
  }

  /** What may be claimed as soon as it is free, at {@code now} at the earliest. */
  List<Row> claimable(Instant now) {
    return open().stream().filter(row -> isFirst(row) || endsOutOfTurn(row, now)).toList();
  }

  private static boolean endsOutOfTurn(Row row, Instant now) {
    OperationKind kind = row.added.kind();
    return row.isOverdue(row.freeAt().isAfter(now) ? row.freeAt() : now)
        && (kind == OperationKind.UPDATE || kind == OperationKind.RESTORE);
  }

  private boolean isFirst(Row row) {
    return open().stream()
        .filter(other -> other.id < row.id && other.step != Step.SWEEP)
        .filter(other -> other.added.snapshotId().equals(row.added.snapshotId()))
        .allMatch(
            other ->
                other.added.kind() == OperationKind.RESTORE
                    && row.added.kind() != OperationKind.DELETE);
  }

  /** The attempt is counted; the task tells when an earlier one was made. */
  Task lease(Row row, Duration lease, Instant now) {
    Instant calledBefore = row.calledAt;
    row.attempts++;
    row.leaseEpoch++;
    row.leaseUntil = now.plus(lease);
    if (row.step == Step.START) {
      row.calledAt = row.leaseUntil;
    }
    return row.task(calledBefore, false);
  }

  Row row(Task task) {
    return rows.get((int) task.id() - 1);
  }

  Task lock(Row row) {
    return row.task(row.calledAt, deleteWaits(row.added.snapshotId()));
  }

  private boolean deleteWaits(UUID snapshotId) {
    return open().stream()
        .anyMatch(
            row ->
                row.added.kind() == OperationKind.DELETE
                    && row.added.snapshotId().equals(snapshotId));
  }

  void save(Row row, Next next, @Nullable Instant calledBefore, Instant now) {
    row.leaseUntil = null;
    switch (next) {
      case Next.Done ignored -> row.open = false;
      case Next.Again again -> {
        if (row.step == Step.START) {
          row.calledAt = again.acted() ? now : calledBefore;
        }
        row.attempts = again.step() == row.step ? row.attempts : 0;
        row.ticket =
            again.step() == Step.START
                ? null
                : again.ticket() == null ? row.ticket : again.ticket();
        row.step = again.step();
        row.dueAt = now.plus(again.in());
        row.failures = again.failures();
        row.problem = again.problem();
      }
    }
  }
}
