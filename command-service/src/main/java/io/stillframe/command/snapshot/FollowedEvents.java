package io.stillframe.command.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.command.operation.Operations;
import io.stillframe.contract.Operation;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;

/** What events mean for what may be asked next. In the caller's transaction. */
@Singleton
public class FollowedEvents {
  private final KnownSnapshots snapshots;
  private final Operations operations;
  private final NameReservations names;

  FollowedEvents(KnownSnapshots snapshots, Operations operations, NameReservations names) {
    this.snapshots = snapshots;
    this.operations = operations;
    this.names = names;
  }

  /**
   * Of a snapshot or an operation that a batch names several times, the last word counts; an end is
   * last.
   */
  public Uni<Void> follow(List<SnapshotEvent> events) {
    Map<UUID, Snapshot> known = new TreeMap<>();
    Map<UUID, Operation> moved = new HashMap<>();
    for (SnapshotEvent event : events) {
      known.merge(
          event.snapshot().id(), event.snapshot(), (a, b) -> a.version() > b.version() ? a : b);
      event
          .operations()
          .forEach(each -> moved.merge(each.id(), each, (a, b) -> a.status().isEnded() ? a : b));
    }
    return snapshots
        .save(List.copyOf(known.values()))
        .chain(() -> operations.move(List.copyOf(moved.values())))
        .chain(() -> names.release(known.keySet()));
  }
}
