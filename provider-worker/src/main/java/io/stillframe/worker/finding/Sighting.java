package io.stillframe.worker.finding;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.Kind;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.Snapshot;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ProviderSnapshot;

/** What was seen, as a finding that has no version yet. */
final class Sighting {
  private Sighting() {}

  /** The id of what is found if the suspicion is right, or was resolved. */
  static UUID idOf(Connection connection, Suspicion suspicion) {
    return switch (suspicion) {
      case Suspicion.Orphan(ProviderSnapshot copy) -> orphanId(connection, copy);
      case Suspicion.Second(ProviderSnapshot copy, Ours ignored) -> orphanId(connection, copy);
      case Suspicion.Missing(Ours ours) -> id(connection, ours, Kind.MISSING);
      case Suspicion.Back(Ours ours) -> id(connection, ours, Kind.MISSING);
      case Suspicion.Drift(Ours ours) -> id(connection, ours, Kind.DRIFT);
    };
  }

  static UUID orphanId(Connection connection, ProviderSnapshot copy) {
    return Finding.id(
        connection.provider(),
        connection.environment(),
        Kind.ORPHAN,
        Objects.requireNonNull(copy.id()));
  }

  static UUID id(Connection connection, Ours ours, Finding.Kind kind) {
    return Finding.id(
        connection.provider(),
        connection.environment(),
        kind,
        Objects.requireNonNullElseGet(ours.providerSnapshotId(), () -> ours.id().toString()));
  }

  /** The id of what is found of a snapshot of ours. */
  static UUID id(Connection connection, Snapshot snapshot, Kind kind) {
    return Finding.id(
        connection.provider(),
        connection.environment(),
        kind,
        Objects.requireNonNullElseGet(
            snapshot.providerSnapshotId(), () -> snapshot.id().toString()));
  }

  static Finding of(Connection connection, Snapshot snapshot, Kind kind, String detail) {
    return found(
        id(connection, snapshot, kind),
        kind,
        connection,
        snapshot.organization(),
        snapshot.providerSnapshotId(),
        snapshot.id(),
        snapshot.volumeId(),
        snapshot.name(),
        snapshot.sizeBytes(),
        true,
        detail);
  }

  /** Name and size are the provider's, as far as it tells them. */
  static Finding of(
      Connection connection, Snapshot snapshot, ProviderSnapshot copy, Kind kind, String detail) {
    boolean named = connection.driver().capabilities().rename() && copy.name() != null;
    return found(
        id(connection, snapshot, kind),
        kind,
        connection,
        snapshot.organization(),
        copy.id(),
        snapshot.id(),
        snapshot.volumeId(),
        named ? copy.name() : snapshot.name(),
        copy.sizeBytes() == null ? snapshot.sizeBytes() : copy.sizeBytes(),
        copy.marker().isPresent(),
        detail);
  }

  /**
   * @param ended the snapshot whose marker the copy carries
   */
  static Finding orphan(
      Connection connection, ProviderSnapshot copy, @Nullable UUID ended, String owner) {
    return orphan(
        connection,
        copy,
        ended,
        owner,
        ended == null
            ? "The provider has a copy that is no snapshot of ours"
            : "The provider has the copy of snapshot %s, which has ended".formatted(ended));
  }

  static Finding second(Connection connection, ProviderSnapshot copy, Snapshot snapshot) {
    return orphan(
        connection,
        copy,
        snapshot.id(),
        snapshot.organization(),
        "The provider has a second copy of snapshot %s; it is removed".formatted(snapshot.id()));
  }

  private static Finding orphan(
      Connection connection,
      ProviderSnapshot copy,
      @Nullable UUID snapshotId,
      String owner,
      String detail) {
    String id = Objects.requireNonNull(copy.id());
    return found(
        Finding.id(connection.provider(), connection.environment(), Kind.ORPHAN, id),
        Kind.ORPHAN,
        connection,
        owner,
        id,
        snapshotId,
        copy.volumeId(),
        copy.name(),
        copy.sizeBytes(),
        copy.marker().isPresent(),
        detail);
  }

  private static Finding found(
      UUID id,
      Kind kind,
      Connection connection,
      String organization,
      @Nullable String providerSnapshotId,
      @Nullable UUID snapshotId,
      @Nullable String volumeId,
      @Nullable String name,
      @Nullable Long sizeBytes,
      boolean marked,
      String detail) {
    return new Finding(
        id,
        kind,
        Status.OPEN,
        connection.provider(),
        connection.environment(),
        organization,
        providerSnapshotId,
        snapshotId,
        volumeId,
        name,
        sizeBytes,
        marked,
        detail,
        null,
        0,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
