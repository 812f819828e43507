package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.CopyStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** What must be true when everything has come to rest. */
final class Rest {
  /** Longer than the longest back-off, a lease and a visibility delay. */
  private static final Duration SOON = Duration.ofMinutes(10);

  private final Instant healedAt;
  private final Map<UUID, Operation> operations;
  private final Map<UUID, Snapshot> told;
  private final Map<UUID, Snapshot> stored;
  private final List<Thing> things;
  private final List<SnapshotRequest> requests;

  Rest(Play play) {
    healedAt = play.healedAt();
    operations = play.workers.history.operations();
    told = play.workers.history.snapshots();
    stored = play.workers.snapshots();
    things = play.workers.cloud.things();
    requests = play.requests;
  }

  void check() {
    requests.forEach(this::hasEnded);
    operations.values().stream()
        .filter(each -> each.status() == OperationStatus.CANCELLED)
        .forEach(this::wasCancelled);
    assertThat(told.keySet()).isEqualTo(stored.keySet());
    stored.values().forEach(this::hasItsCopy);
    assertThat(volumes()).containsExactlyInAnyOrderElementsOf(restored());
  }

  private void hasEnded(SnapshotRequest request) {
    Operation operation = operations.get(request.operationId());
    assertThat(operation).as("told of %s", request).isNotNull();
    assertThat(operation.status().isEnded()).as("ended: %s", operation).isTrue();
    assertThat(operation.endedAt()).as("soon: %s", operation).isBefore(healedAt.plus(SOON));
  }

  /** Nothing is cancelled that nobody wanted to cancel or delete. */
  private void wasCancelled(Operation operation) {
    assertThat(requests)
        .as("somebody wanted an end of %s", operation)
        .anyMatch(
            each ->
                each instanceof CancelOperation && each.operationId().equals(operation.id())
                    || each instanceof DeleteSnapshot
                        && operation.kind() == OperationKind.CREATE
                        && each.snapshotId().equals(operation.snapshotId()));
  }

  private void hasItsCopy(Snapshot snapshot) {
    assertThat(told.get(snapshot.id()).version()).isEqualTo(snapshot.version());
    assertThat(told.get(snapshot.id()).state()).isEqualTo(snapshot.state());
    assertThat(snapshot.condition()).as("at rest nothing is waited for").isNull();
    List<Thing> copies =
        things.stream().filter(each -> each.copy && each.of.equals(snapshot.id())).toList();
    switch (snapshot.state()) {
      case AVAILABLE ->
          assertThat(copies)
              .as("copies of %s", snapshot)
              .singleElement()
              .matches(copy -> copy.status == CopyStatus.AVAILABLE)
              .matches(copy -> copy.id.equals(snapshot.providerSnapshotId()));
      case DELETE_FAILED -> assertThat(copies).hasSizeLessThanOrEqualTo(1);
      case REJECTED, FAILED, DELETED -> assertThat(copies).as("of %s", snapshot).isEmpty();
      case REQUESTED, CREATING, DELETING, MISSING ->
          throw new AssertionError("at rest it is no more " + snapshot.state());
    }
    boolean created = operations.get(createOf(snapshot)).status() == OperationStatus.SUCCEEDED;
    assertThat(created).isEqualTo(snapshot.availableAt() != null);
    if (snapshot.state() == SnapshotState.DELETED) {
      assertThat(operations.values())
          .as("somebody wanted no %s", snapshot)
          .anyMatch(each -> each.snapshotId().equals(snapshot.id()) && unmakes(each));
    }
  }

  private static boolean unmakes(Operation operation) {
    return operation.kind() == OperationKind.DELETE
            && operation.status() == OperationStatus.SUCCEEDED
        || operation.kind() == OperationKind.CREATE
            && operation.status() == OperationStatus.CANCELLED;
  }

  private UUID createOf(Snapshot snapshot) {
    return requests.stream()
        .filter(CreateSnapshot.class::isInstance)
        .filter(each -> each.snapshotId().equals(snapshot.id()))
        .findFirst()
        .orElseThrow()
        .operationId();
  }

  private Set<UUID> restored() {
    return operations.values().stream()
        .filter(each -> each.kind() == OperationKind.RESTORE)
        .filter(each -> each.status() == OperationStatus.SUCCEEDED)
        .map(Operation::id)
        .collect(Collectors.toSet());
  }

  private List<UUID> volumes() {
    return things.stream().filter(each -> !each.copy).map(each -> each.of).toList();
  }
}
