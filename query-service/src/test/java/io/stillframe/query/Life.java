package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Progress;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;

/** One snapshot's life, told as the command service and the worker tell it. */
public final class Life {
  public final CreateSnapshot create;
  public final DeleteSnapshot delete;
  private final Operation creation;
  private final Operation deletion;

  private Life(CreateSnapshot create) {
    this.create = create;
    this.delete =
        new DeleteSnapshot(
            UuidCreator.getTimeOrderedEpoch(), create.snapshotId(), create.organization(), at(4));
    creation = Operation.running(create, OperationKind.CREATE);
    deletion = Operation.running(delete, OperationKind.DELETE);
  }

  public static Life of(String organization, String name) {
    return of(organization, name, Map.of());
  }

  public static Life of(String organization, String name, Map<String, String> labels) {
    return of(organization, name, labels, Instant.now());
  }

  /** A snapshot that was asked for at that time. */
  public static Life since(Instant time, String name) {
    return of(Keys.ORGANIZATION, name, Map.of(), time);
  }

  private static Life of(
      String organization, String name, Map<String, String> labels, Instant requestedAt) {
    return new Life(
        new CreateSnapshot(
            UuidCreator.getTimeOrderedEpoch(),
            UuidCreator.getTimeOrderedEpoch(),
            organization,
            "compute-on",
            "testing",
            "volume-1",
            "vol simple",
            "data",
            name,
            null,
            labels,
            false,
            requestedAt.truncatedTo(ChronoUnit.MILLIS),
            null));
  }

  /** The same snapshot after it was transferred. */
  public Life ownedBy(String organization) {
    return new Life(
        new CreateSnapshot(
            create.operationId(),
            create.snapshotId(),
            organization,
            create.provider(),
            create.environment(),
            create.volumeId(),
            create.volumeName(),
            create.volumeType(),
            create.name(),
            create.description(),
            create.labels(),
            create.rapid(),
            create.requestedAt(),
            create.deadline()));
  }

  public UUID id() {
    return create.snapshotId();
  }

  public UUID operationId() {
    return create.operationId();
  }

  /** The restore that is under way for an owner when the snapshot is transferred. */
  public UUID restoreId(String organization) {
    return UUID.nameUUIDFromBytes((id() + organization).getBytes(StandardCharsets.UTF_8));
  }

  public SnapshotEvent requested() {
    return new SnapshotEvent.Requested(
        at(1), null, after(1, SnapshotState.REQUESTED), List.of(creation));
  }

  public SnapshotEvent creating() {
    return new SnapshotEvent.Creating(
        at(2), SnapshotState.REQUESTED, after(2, SnapshotState.CREATING), List.of(creation));
  }

  public SnapshotEvent progressed(long version, long bytes) {
    Snapshot snapshot =
        SnapshotBuilder.builder(after(version, SnapshotState.CREATING))
            .progress(Progress.reported(bytes, 100))
            .build();
    return new SnapshotEvent.Progressed(at(version), SnapshotState.CREATING, snapshot, List.of());
  }

  public SnapshotEvent available(long version) {
    return new SnapshotEvent.Available(
        at(version),
        SnapshotState.CREATING,
        SnapshotBuilder.builder(after(version, SnapshotState.AVAILABLE))
            .sizeBytes(100L)
            .availableAt(at(version))
            .build(),
        List.of(creation.succeeded(at(version), null)));
  }

  public SnapshotEvent transferred(long version, String newOwner) {
    return new SnapshotEvent.Updated(
        at(version),
        SnapshotState.AVAILABLE,
        SnapshotBuilder.builder(after(version, SnapshotState.AVAILABLE))
            .organization(newOwner)
            .build(),
        // Each owner has a restore under way.
        List.of(restoreOf(create.organization()), restoreOf(newOwner)),
        create.organization());
  }

  public SnapshotEvent deleting(long version) {
    return new SnapshotEvent.Deleting(
        at(version),
        SnapshotState.AVAILABLE,
        after(version, SnapshotState.DELETING),
        List.of(deletion));
  }

  public SnapshotEvent deleted(long version) {
    return new SnapshotEvent.Deleted(
        at(version),
        SnapshotState.DELETING,
        after(version, SnapshotState.DELETED),
        List.of(deletion.succeeded(at(version), null)));
  }

  /** Every request of this life. */
  public List<SnapshotRequest> requests() {
    return List.of(create, delete);
  }

  /** Every event of this life, in order. */
  public List<SnapshotEvent> events() {
    return List.of(
        requested(),
        creating(),
        progressed(3, 20),
        progressed(4, 70),
        available(5),
        deleting(6),
        deleted(7));
  }

  private Operation restoreOf(String organization) {
    return new Operation(
        restoreId(organization),
        OperationKind.RESTORE,
        OperationStatus.RUNNING,
        organization,
        id(),
        create.requestedAt(),
        null,
        null,
        null,
        null);
  }

  private Snapshot after(long version, SnapshotState state) {
    return SnapshotBuilder.builder(Snapshot.requested(create))
        .state(state)
        .version(version)
        .revision(version)
        .build();
  }

  private Instant at(long seconds) {
    return create.requestedAt().plusSeconds(seconds);
  }
}
