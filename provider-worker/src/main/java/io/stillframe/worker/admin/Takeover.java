package io.stillframe.worker.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.github.f4b6a3.uuid.UuidCreator;

import io.stillframe.contract.AdminRequest.AdoptFinding;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.snapshot.Lifecycle;

/** How our records become what the provider's are. Pure. */
final class Takeover {
  /** A copy outlives its volume, and its provider may have forgotten which it was. */
  private static final String UNKNOWN_VOLUME = "unknown";

  private Takeover() {}

  /** A snapshot of ours for a copy that had none. It holds no name against others. */
  static SnapshotEvent ofOrphan(Finding orphan, AdoptFinding request, Instant now) {
    String copy = Objects.requireNonNull(orphan.providerSnapshotId());
    String owner =
        Objects.requireNonNullElseGet(
            request.owner(),
            () -> Objects.requireNonNullElse(orphan.organization(), request.organization()));
    Snapshot adopted =
        SnapshotBuilder.builder()
            .id(UuidCreator.getTimeOrderedEpoch())
            .organization(owner)
            .provider(orphan.provider())
            .environment(orphan.environment())
            .volumeId(Objects.requireNonNullElse(orphan.volumeId(), UNKNOWN_VOLUME))
            .name(
                Objects.requireNonNullElseGet(
                    request.name(), () -> Objects.requireNonNullElse(orphan.name(), copy)))
            .labels(Map.of())
            .intervalType(Snapshot.MANUAL)
            .state(SnapshotState.AVAILABLE)
            .sizeBytes(orphan.sizeBytes())
            .providerSnapshotId(copy)
            .createdAt(now)
            .availableAt(now)
            .build();
    return Lifecycle.stay(adopted, SnapshotEvent.Adopted::new, now, List.of(), change -> {});
  }

  /** Name and size as the provider has them; none if that would change nothing. */
  static Optional<SnapshotEvent> ofDrift(Snapshot snapshot, Finding drift, Instant now) {
    String name = Objects.requireNonNullElse(drift.name(), snapshot.name());
    boolean same =
        name.equals(snapshot.name()) && Objects.equals(drift.sizeBytes(), snapshot.sizeBytes());
    if (same || snapshot.state() != SnapshotState.AVAILABLE) {
      return Optional.empty();
    }
    SnapshotEvent.Kind updated =
        (time, previous, after, operations) ->
            new SnapshotEvent.Updated(time, previous, after, operations, null);
    return Optional.of(
        Lifecycle.stay(
            snapshot,
            updated,
            now,
            List.of(),
            change -> change.name(name).sizeBytes(drift.sizeBytes())));
  }

  /** A record without a copy goes at once; nothing if it may have one again. */
  static List<SnapshotEvent> ofMissing(Snapshot snapshot, Instant now) {
    if (snapshot.state() != SnapshotState.MISSING
        && snapshot.state() != SnapshotState.DELETE_FAILED) {
      return List.of();
    }
    return gone(snapshot, now);
  }

  /** Whether a copy with the snapshot's marker may be asked for, or removed, by its owner. */
  static boolean hasCopy(Snapshot snapshot) {
    return switch (snapshot.state()) {
      case REQUESTED, CREATING, AVAILABLE, MISSING, DELETING, DELETE_FAILED -> true;
      case REJECTED, FAILED, DELETED -> false;
    };
  }

  /** A record of what never was whole, whose copy is another's from now on. */
  static List<SnapshotEvent> ofEnded(Snapshot snapshot, Instant now) {
    return snapshot.state() == SnapshotState.REJECTED || snapshot.state() == SnapshotState.FAILED
        ? gone(snapshot, now)
        : List.of();
  }

  private static List<SnapshotEvent> gone(Snapshot snapshot, Instant now) {
    SnapshotEvent deleting =
        Lifecycle.become(
            snapshot,
            SnapshotState.DELETING,
            SnapshotEvent.Deleting::new,
            now,
            List.of(),
            change -> {});
    SnapshotEvent deleted =
        Lifecycle.become(
            deleting.snapshot(),
            SnapshotState.DELETED,
            SnapshotEvent.Deleted::new,
            now,
            List.of(),
            change -> change.progress(null).problem(null));
    return List.of(deleting, deleted);
  }
}
