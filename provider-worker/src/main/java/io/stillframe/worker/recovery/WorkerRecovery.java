package io.stillframe.worker.recovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Message;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.intake.Received;
import io.stillframe.outbox.Outbox;
import io.stillframe.outbox.PendingMessages;
import io.stillframe.recovery.LostRecords;
import io.stillframe.recovery.Recovery;
import io.stillframe.worker.admin.OnceActions;
import io.stillframe.worker.finding.Findings;
import io.stillframe.worker.finding.RemovalTable;
import io.stillframe.worker.inventory.LostInventory;
import io.stillframe.worker.request.LostRequests;
import io.stillframe.worker.snapshot.Snapshots;
import io.stillframe.worker.task.RecoveredTasks;

/**
 * Folds the topics to their ends and takes the higher versions; ends the tasks of what has ended,
 * takes up what was asked since, and has everything that could have made something look first.
 */
@Singleton
class WorkerRecovery implements Recovery {
  private final LostRecords lost;
  private final Outbox outbox;
  private final PendingMessages pending;
  private final Snapshots snapshots;
  private final LostInventory inventory;
  private final Findings findings;
  private final RecoveredTasks tasks;
  private final LostRequests requests;
  private final OnceActions actions;
  private final RemovalTable removals;

  WorkerRecovery(
      LostRecords lost,
      Outbox outbox,
      PendingMessages pending,
      Snapshots snapshots,
      LostInventory inventory,
      Findings findings,
      RecoveredTasks tasks,
      LostRequests requests,
      OnceActions actions,
      RemovalTable removals) {
    this.lost = lost;
    this.outbox = outbox;
    this.pending = pending;
    this.snapshots = snapshots;
    this.inventory = inventory;
    this.findings = findings;
    this.tasks = tasks;
    this.requests = requests;
    this.actions = actions;
    this.removals = removals;
  }

  @Override
  public Set<Topic> written() {
    return Set.of(
        Topic.SNAPSHOT_EVENTS,
        Topic.SNAPSHOT_STATE,
        Topic.VOLUME_STATE,
        Topic.PROVIDER_STATE,
        Topic.INVENTORY_FINDINGS);
  }

  @Override
  public void recover() {
    Told told = new Told(lost.await(pending::keys), lost.await(tasks::openOperations));
    lost.each(
        Topic.SNAPSHOT_REQUESTS,
        SnapshotRequest.class,
        batch ->
            requests
                .unknown(batch)
                .invoke(
                    unknown ->
                        told.doubt(unknown.stream().map(SnapshotRequest::operationId).toList())));
    fold(told);
    lost.await(() -> pending.drop(told.versions()));
    lost.each(
        Topic.SNAPSHOT_REQUESTS, SnapshotRequest.class, batch -> requests.take(batch, told::of));
    lost.await(() -> tasks.end(told.endedOperations()));
    lost.await(removals::forgetSettled);
    lost.each(
        Topic.ADMIN_REQUESTS,
        AdminRequest.class,
        batch -> actions.carryOut(onFindings(batch), told.endedActions()));
    lost.await(tasks::doubt);
  }

  private void fold(Told told) {
    lost.each(
        Topic.SNAPSHOT_STATE,
        Snapshot.class,
        batch -> {
          batch.forEach(each -> told.version(each.record()));
          return snapshots.raise(LostRecords.last(batch));
        });
    lost.each(Topic.SNAPSHOT_EVENTS, SnapshotEvent.class, batch -> foldEvents(batch, told));
    lost.each(
        Topic.PROVIDER_STATE,
        ProviderEnvironment.class,
        batch -> {
          batch.forEach(each -> told.version(each.record()));
          return inventory.raiseEnvironments(LostRecords.last(batch));
        });
    lost.each(
        Topic.INVENTORY_FINDINGS,
        Finding.class,
        batch -> {
          batch.forEach(each -> told.version(each.record()));
          return findings.raise(LostRecords.last(batch));
        });
    lost.each(
        Topic.ADMIN_EVENTS,
        AdminEvent.class,
        batch -> {
          batch.forEach(each -> told.action(each.message()));
          return Uni.createFrom().voidItem();
        });
    lost.records(Topic.VOLUME_STATE, records -> foldVolumes(records, told));
  }

  /** A state that was not published with its event is published now. */
  private Uni<Void> foldEvents(List<Received<SnapshotEvent>> batch, Told told) {
    Map<UUID, SnapshotEvent> last = new HashMap<>();
    for (Received<SnapshotEvent> each : batch) {
      told.version(each.record());
      each.message().operations().forEach(told::operation);
      last.merge(
          each.message().snapshot().id(),
          each.message(),
          (a, b) -> a.snapshot().version() > b.snapshot().version() ? a : b);
    }
    return snapshots
        .raise(last.values().stream().map(SnapshotEvent::snapshot).toList())
        .chain(
            raised ->
                outbox.append(
                    last.values().stream()
                        .filter(event -> raised.contains(event.snapshot().id()))
                        .map(Message::stateAfter)
                        .toList()));
  }

  /** A volume that is gone is told by a record without a value. */
  private Uni<Void> foldVolumes(ConsumerRecords<String, byte[]> records, Told told) {
    Map<String, Long> gone = new HashMap<>();
    for (ConsumerRecord<String, byte[]> each : records) {
      told.version(each);
      if (each.value() == null) {
        Optional<Long> version = LetterHeaders.number(each, "ce_sequence");
        version.ifPresent(known -> gone.put(each.key(), known));
      } else {
        gone.remove(each.key());
      }
    }
    return inventory
        .raiseVolumes(LostRecords.last(LostRecords.decode(records, Volume.class)))
        .chain(() -> inventory.removeVolumes(gone));
  }

  private static List<AdminRequest.OnFinding> onFindings(List<Received<AdminRequest>> batch) {
    return batch.stream()
        .map(Received::message)
        .filter(AdminRequest.OnFinding.class::isInstance)
        .map(AdminRequest.OnFinding.class::cast)
        .toList();
  }
}
