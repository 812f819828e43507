package io.stillframe.worker.task;

import org.junit.jupiter.api.Test;

import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;

import static io.stillframe.worker.Some.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** A delete that its provider refuses. */
class DeleteStepsTest {
  private static final Problem REFUSED = ProblemType.PROVIDER_REFUSED.because("the copy is locked");

  private final DeleteSteps steps = new DeleteSteps();
  private final Task delete =
      Some.task(
          new DeleteSnapshot(Some.OPERATION, Some.SNAPSHOT, "acme", NOW),
          OperationKind.DELETE,
          Step.START);

  @Test
  void canBeAskedForAgain() {
    // When
    SnapshotEvent event = refused(SnapshotState.DELETING);

    // Then
    assertThat(event.type()).isEqualTo("delete-failed");
    assertThat(event.snapshot().state()).isEqualTo(SnapshotState.DELETE_FAILED);
    assertThat(event.operations().getFirst().status()).isEqualTo(OperationStatus.FAILED);
    assertThat(event.operations().getFirst().problem()).isEqualTo(REFUSED);
  }

  @Test
  void hasSucceededWhereAnEarlierOneHasRemovedTheCopyMeanwhile() {
    // When
    SnapshotEvent event = refused(SnapshotState.DELETED);

    // Then
    assertThat(event.snapshot().state()).isEqualTo(SnapshotState.DELETED);
    assertThat(event.operations().getFirst().status()).isEqualTo(OperationStatus.SUCCEEDED);
    assertThat(event.operations().getFirst().problem()).isNull();
  }

  private SnapshotEvent refused(SnapshotState state) {
    Decision decision = steps.fail(Some.snapshot(state), delete, REFUSED, NOW);
    assertThat(decision.next()).isEqualTo(Next.done());
    assertThat(decision.events()).hasSize(1);
    return decision.events().getFirst();
  }
}
