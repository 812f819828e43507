package io.stillframe.query.projection;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.rows.Rows;

/**
 * A batch of requests or events, reduced to at most one row per key: a statement may touch a row
 * once only. Which of two rows stays is decided here as the tables decide it, so that neither the
 * order of records nor the cut of batches shows in the result.
 */
final class SnapshotFold implements Fold.Change {
  // Sorted, so that two batches lock rows in the same order and wait for each other, not for ever.
  private final Map<UUID, SnapshotRow> snapshots = new TreeMap<>();
  private final Map<UUID, OperationRow> operations = new TreeMap<>();
  private final Map<TimelineRow.Key, TimelineRow> timeline = new HashMap<>();

  /**
   * What is known before any worker has seen the request; it never beats what an event says.
   *
   * @param sentAt when this copy of it was sent
   */
  void add(SnapshotRequest request, Instant sentAt) {
    switch (request) {
      case CreateSnapshot create -> {
        Snapshot requested = Snapshot.requested(create);
        add(SnapshotRow.of(requested, Message.write(requested), sentAt));
        addRunning(create, OperationKind.CREATE, sentAt);
      }
      case UpdateSnapshot update -> addRunning(update, OperationKind.UPDATE, sentAt);
      case DeleteSnapshot delete -> addRunning(delete, OperationKind.DELETE, sentAt);
      case RestoreSnapshot restore -> addRunning(restore, OperationKind.RESTORE, sentAt);
      // It moves another operation, and only an event can say how.
      case CancelOperation cancel -> {}
      case SnapshotRequest.Unknown unknown -> {}
    }
  }

  void add(EventRecord record) {
    SnapshotEvent event = record.event();
    add(SnapshotRow.of(event.snapshot(), record.document(), event.time()));
    event
        .operations()
        .forEach(each -> add(OperationRow.of(each, event.snapshot().version(), event.time())));
    TimelineRow entry = TimelineRow.of(event);
    timeline.merge(entry.key(), entry, TimelineRow::orLater);
  }

  @Override
  public Uni<Void> write() {
    return Rows.updateAll(SnapshotRow.UPSERT, snapshots.values())
        .chain(() -> Rows.updateAll(OperationRow.UPSERT, operations.values()))
        .chain(() -> Rows.updateAll(TimelineRow.UPSERT, timeline.values()));
  }

  @Override
  public Set<UUID> ids() {
    Set<UUID> ids = new HashSet<>(snapshots.keySet());
    ids.addAll(operations.keySet());
    return ids;
  }

  private void addRunning(SnapshotRequest request, OperationKind kind, Instant sentAt) {
    add(OperationRow.of(Operation.running(request, kind), 0, sentAt));
  }

  private void add(SnapshotRow row) {
    snapshots.merge(row.id(), row, SnapshotRow::orLater);
  }

  private void add(OperationRow row) {
    operations.merge(row.id(), row, OperationRow::orLater);
  }
}
