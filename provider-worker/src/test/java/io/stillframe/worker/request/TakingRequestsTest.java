package io.stillframe.worker.request;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.intake.InapplicableException;
import io.stillframe.worker.Some;
import io.stillframe.worker.task.Stop;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.Some.OPERATION;
import static io.stillframe.worker.Some.SNAPSHOT;
import static io.stillframe.worker.Some.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TakingRequestsTest {
  private final DeleteSnapshot delete = new DeleteSnapshot(OPERATION, SNAPSHOT, "acme", NOW);
  private final RestoreSnapshot restore =
      new RestoreSnapshot(OPERATION, SNAPSHOT, "acme", "new", NOW, null);
  private final CancelOperation cancel = cancelOf(OperationKind.CREATE);

  @Test
  void aCreateBeginsAtVersionOne() {
    // When
    Intent intent = TakingRequests.take(null, Some.create(), NOW).orElseThrow();

    // Then
    SnapshotEvent event = only(intent);
    assertThat(event).isInstanceOf(SnapshotEvent.Requested.class);
    assertThat(event.previousState()).isNull();
    assertThat(event.snapshot().version()).isEqualTo(1);
    assertThat(intent.task().kind()).isEqualTo(OperationKind.CREATE);
  }

  @Test
  void aCreateOfASnapshotThatExistsAsksForNothing() {
    assertThat(TakingRequests.take(snapshot(SnapshotState.AVAILABLE), Some.create(), NOW))
        .isEmpty();
  }

  /** As when retention took the create and not the delete, and both are sent again. */
  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "DELETING", "DELETED", "DELETE_FAILED"})
  void aCreateThatComesAfterWhatWasRefusedForWantOfItEnds(SnapshotState state) {
    // When
    Intent intent = TakingRequests.take(snapshot(state), Some.create(), NOW).orElseThrow();

    // Then
    assertThat(only(intent).operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.FAILED);
    assertThat(only(intent).snapshot().state()).isEqualTo(state);
    assertThat(intent.task()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DELETED")
  void aDeleteIsTakenInEveryState(SnapshotState state) {
    // When
    Intent intent = TakingRequests.take(snapshot(state), delete, NOW).orElseThrow();

    // Then
    assertThat(intent.snapshot().state()).isEqualTo(SnapshotState.DELETING);
    assertThat(intent.task().kind()).isEqualTo(OperationKind.DELETE);
    boolean beingCreated = state == SnapshotState.REQUESTED || state == SnapshotState.CREATING;
    assertThat(intent.stop()).isEqualTo(beingCreated ? new Stop.Create(SNAPSHOT) : null);
  }

  @Test
  void aDeleteOfWhatIsDeletedHasSucceeded() {
    // When
    Intent intent = TakingRequests.take(snapshot(SnapshotState.DELETED), delete, NOW).orElseThrow();

    // Then
    assertThat(only(intent).operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.SUCCEEDED);
    assertThat(intent.task()).isNull();
  }

  @Test
  void aFormerOwnersDeleteFailsAsNotFoundAndChangesNothing() {
    // When
    Intent intent =
        TakingRequests.take(
                snapshot(SnapshotState.AVAILABLE),
                new DeleteSnapshot(OPERATION, SNAPSHOT, "other", NOW),
                NOW)
            .orElseThrow();

    // Then
    Operation operation = only(intent).operations().getFirst();
    assertThat(operation.problem().is(ProblemType.SNAPSHOT_NOT_FOUND)).isTrue();
    assertThat(operation.organization()).isEqualTo("other");
    assertThat(intent.snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
    assertThat(intent.task()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aRestoreNeedsAnAvailableSnapshot(SnapshotState state) {
    // When
    Intent intent = TakingRequests.take(snapshot(state), restore, NOW).orElseThrow();

    // Then
    boolean can = state == SnapshotState.AVAILABLE;
    assertThat(only(intent).type()).isEqualTo(can ? "restoring" : "restore-failed");
    assertThat(intent.task() != null).isEqualTo(can);
    assertThat(intent.snapshot().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "CREATE")
  void cancellingACreateDeletesTheSnapshot(OperationKind kind) {
    // When
    Intent intent =
        TakingRequests.take(snapshot(SnapshotState.CREATING), cancelOf(kind), NOW).orElseThrow();

    // Then
    assertThat(intent.snapshot().state()).isEqualTo(SnapshotState.DELETING);
    assertThat(intent.stop()).isEqualTo(new Stop.Operation(OPERATION));
  }

  /** It was refused when it came, and whoever cancelled it could not know yet. */
  @Test
  void cancellingARestoreLeavesTheCreateAlone() {
    // When
    Intent intent =
        TakingRequests.take(snapshot(SnapshotState.CREATING), cancelOf(OperationKind.RESTORE), NOW)
            .orElseThrow();

    // Then
    assertThat(intent.events()).isEmpty();
    assertThat(intent.snapshot()).isEqualTo(snapshot(SnapshotState.CREATING));
  }

  @Test
  void cancellingWhatHasEndedChangesNothing() {
    // When
    Intent intent =
        TakingRequests.take(snapshot(SnapshotState.AVAILABLE), cancel, NOW).orElseThrow();

    // Then
    assertThat(intent.events()).isEmpty();
    assertThat(intent.snapshot()).isEqualTo(snapshot(SnapshotState.AVAILABLE));
  }

  @Test
  void whatWasNeverCreatedCanNeverBeApplied() {
    assertThatThrownBy(() -> TakingRequests.take(null, delete, NOW))
        .isInstanceOf(InapplicableException.class);
  }

  private static CancelOperation cancelOf(@Nullable OperationKind kind) {
    return new CancelOperation(OPERATION, SNAPSHOT, "acme", kind, NOW);
  }

  private static SnapshotEvent only(Intent intent) {
    assertThat(intent.events()).hasSize(1);
    return intent.events().getFirst();
  }
}
