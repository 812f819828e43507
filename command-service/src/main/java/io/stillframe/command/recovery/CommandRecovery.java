package io.stillframe.command.recovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

import io.stillframe.command.inventory.KnownInventory;
import io.stillframe.command.operation.LostOperations;
import io.stillframe.command.snapshot.FollowedEvents;
import io.stillframe.command.snapshot.LostSnapshots;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.intake.Received;
import io.stillframe.recovery.LostRecords;
import io.stillframe.recovery.Recovery;

/**
 * Learns from its own requests what was accepted, with names and keys, and from the events what
 * came of it.
 */
@Singleton
class CommandRecovery implements Recovery {
  private final LostRecords lost;
  private final LostSnapshots snapshots;
  private final LostOperations operations;
  private final FollowedEvents events;
  private final KnownInventory inventory;

  CommandRecovery(
      LostRecords lost,
      LostSnapshots snapshots,
      LostOperations operations,
      FollowedEvents events,
      KnownInventory inventory) {
    this.lost = lost;
    this.snapshots = snapshots;
    this.operations = operations;
    this.events = events;
    this.inventory = inventory;
  }

  @Override
  public Set<Topic> written() {
    return Set.of(Topic.SNAPSHOT_REQUESTS, Topic.ADMIN_REQUESTS);
  }

  @Override
  public void recover() {
    lost.each(
        Topic.SNAPSHOT_STATE, Snapshot.class, batch -> snapshots.raise(LostRecords.last(batch)));
    lost.each(
        Topic.SNAPSHOT_REQUESTS,
        SnapshotRequest.class,
        batch -> operations.add(batch).chain(() -> snapshots.add(messages(batch))));
    lost.each(
        Topic.SNAPSHOT_EVENTS,
        SnapshotEvent.class,
        batch ->
            snapshots
                .note(LostRecords.last(batch).stream().map(SnapshotEvent::snapshot).toList())
                .chain(() -> events.follow(messages(batch))));
    reserve();
    lost.each(
        Topic.PROVIDER_STATE,
        ProviderEnvironment.class,
        batch -> inventory.saveEnvironments(LostRecords.last(batch)));
    lost.records(Topic.VOLUME_STATE, this::foldVolumes);
  }

  /** Names are free again, or taken, only when everything is known that has happened to them. */
  private void reserve() {
    lost.await(snapshots::reserve);
    lost.each(
        Topic.SNAPSHOT_REQUESTS,
        SnapshotRequest.class,
        batch -> snapshots.reserveNewNames(messages(batch)));
  }

  private Uni<Void> foldVolumes(ConsumerRecords<String, byte[]> records) {
    Map<String, Optional<Volume>> last = new HashMap<>();
    for (ConsumerRecord<String, byte[]> each : records) {
      String key = Objects.requireNonNull(each.key());
      if (each.value() == null) {
        last.put(key, Optional.empty());
      } else {
        LostRecords.decode(each, Volume.class)
            .ifPresent(volume -> last.put(key, Optional.of(volume)));
      }
    }
    return inventory.followVolumes(last);
  }

  private static <T> List<T> messages(List<Received<T>> batch) {
    return batch.stream().map(Received::message).toList();
  }
}
