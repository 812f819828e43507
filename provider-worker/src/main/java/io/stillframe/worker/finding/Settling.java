package io.stillframe.worker.finding;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Finding;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.snapshot.Lifecycle;
import io.stillframe.worker.snapshot.Snapshots;

/**
 * Stores what was confirmed. A snapshot is decided about under its lock, and only if it is as it
 * was when it was compared.
 */
@Singleton
class Settling {
  private final Sessions sessions;
  private final Outbox outbox;
  private final Snapshots snapshots;
  private final Records records;
  private final Findings findings;
  private final RemovalTable removals;
  private final Clock clock;

  Settling(
      Sessions sessions,
      Outbox outbox,
      Snapshots snapshots,
      Records records,
      Findings findings,
      RemovalTable removals,
      Clock clock) {
    this.sessions = sessions;
    this.outbox = outbox;
    this.snapshots = snapshots;
    this.records = records;
    this.findings = findings;
    this.removals = removals;
    this.clock = clock;
  }

  Uni<Void> missing(Connection connection, Ours ours) {
    return unlessMoved(
        ours,
        snapshot -> {
          Finding found =
              Sighting.of(
                  connection,
                  snapshot,
                  Finding.Kind.MISSING,
                  "Snapshot %s: the provider does not have its copy any more".formatted(ours.id()));
          return tell(snapshot, SnapshotState.MISSING, SnapshotEvent.Missing::new)
              .chain(() -> findings.see(found));
        });
  }

  Uni<Void> back(Connection connection, Ours ours) {
    return unlessMoved(
        ours,
        snapshot ->
            tell(snapshot, SnapshotState.AVAILABLE, SnapshotEvent.Reappeared::new)
                .chain(
                    () ->
                        findings.resolve(Sighting.id(connection, snapshot, Finding.Kind.MISSING))));
  }

  Uni<Void> drift(Connection connection, Ours ours, ProviderSnapshot copy, String difference) {
    return unlessMoved(
        ours,
        snapshot ->
            findings.see(Sighting.of(connection, snapshot, copy, Finding.Kind.DRIFT, difference)));
  }

  /** Somebody may have adopted it meanwhile. */
  Uni<Void> orphan(Connection connection, ProviderSnapshot copy) {
    return transaction(
        () ->
            records
                .markedWith(copy.marker())
                .chain(
                    ended ->
                        records
                            .ownerOf(connection, copy.volumeId())
                            .map(
                                owner ->
                                    Sighting.orphan(connection, copy, ended.orElse(null), owner)))
                .call(found -> findings.lock(found.id()))
                .chain(
                    found ->
                        records
                            .isOurs(found)
                            .chain(
                                ours -> ours ? Uni.createFrom().voidItem() : findings.see(found))));
  }

  /** A second copy of one snapshot is nobody's: it is told of, and removed. */
  Uni<Void> second(Connection connection, ProviderSnapshot copy, Ours ours) {
    return unlessMoved(
        ours,
        snapshot -> {
          Finding found = Sighting.second(connection, copy, snapshot);
          return findings
              .lock(found.id())
              .chain(
                  known ->
                      records
                          .isOurs(found)
                          .chain(
                              adopted ->
                                  adopted
                                          || known
                                              .filter(
                                                  each -> each.status() == Finding.Status.IGNORED)
                                              .isPresent()
                                      ? Uni.createFrom().voidItem()
                                      : findings.see(found).chain(() -> removals.addOnce(found))));
        });
  }

  Uni<Void> resolve(UUID findingId) {
    return transaction(() -> findings.resolve(findingId));
  }

  private Uni<Void> unlessMoved(Ours ours, Function<Snapshot, Uni<Void>> decision) {
    return transaction(
        () ->
            snapshots
                .lock(Set.of(ours.id()))
                .chain(
                    locked ->
                        records
                            .isMoving(ours.id())
                            .chain(
                                moving ->
                                    Optional.ofNullable(locked.get(ours.id()))
                                        .filter(each -> each.version() == ours.version() && !moving)
                                        .map(decision)
                                        .orElseGet(() -> Uni.createFrom().voidItem()))));
  }

  /** A snapshot whose state does not allow it keeps it; then only the finding tells. */
  private Uni<Void> tell(Snapshot before, SnapshotState state, SnapshotEvent.Kind kind) {
    if (!before.state().canBecome(state)) {
      return Uni.createFrom().voidItem();
    }
    SnapshotEvent event =
        Lifecycle.become(before, state, kind, clock.instant(), List.of(), change -> {});
    return snapshots.save(List.of(event.snapshot())).chain(() -> outbox.append(Message.all(event)));
  }

  private Uni<Void> transaction(Supplier<Uni<Void>> work) {
    return sessions.run(() -> outbox.transaction(work));
  }
}
