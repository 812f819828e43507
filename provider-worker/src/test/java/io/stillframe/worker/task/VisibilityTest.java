package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Condition;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.held.HeldDriver;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.task.LateCloud.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

/** A call that was made at {@link Some#NOW}, at a cloud that shows things late. */
class VisibilityTest {
  private final Connection connection = LateCloud.connection(new HeldDriver());
  private final Snapshot requested = Some.snapshot(SnapshotState.REQUESTED);

  @ParameterizedTest
  @EnumSource(names = {"START", "SETTLE", "SWEEP"})
  void whatDependsOnALookUpWaitsUntilTheCallCanBeSeen(Step step) {
    // Given
    Task create = Some.called(Some.task(Some.create(), OperationKind.CREATE, step), NOW);
    Task restore =
        Some.called(
            Some.task(
                new RestoreSnapshot(Some.OPERATION, Some.SNAPSHOT, "acme", "new", NOW, null),
                OperationKind.RESTORE,
                step),
            NOW);

    // When, Then
    assertThat(pause(create, VISIBLE.minusSeconds(10))).isPresent();
    assertThat(pause(restore, VISIBLE.minusSeconds(10))).isPresent();
    assertThat(pause(create, VISIBLE)).isEmpty();
    assertThat(pause(restore, VISIBLE)).isEmpty();
  }

  @Test
  void aLookAtWhatIsInTheMakingWaitsForNothing() {
    // Given
    Task observe = Some.called(Some.task(Some.create(), OperationKind.CREATE, Step.OBSERVE), NOW);

    // When, Then
    assertThat(pause(observe, NOW)).isEmpty();
    assertThat(pause(Some.cancelled(observe, false), NOW)).isPresent();
  }

  @Test
  void aFirstAttemptHasNothingToWaitFor() {
    assertThat(pause(Some.task(Some.create(), OperationKind.CREATE, Step.START), NOW)).isEmpty();
  }

  @Test
  void theCallerIsToldThatItIsUncertainAndWhenItIsLookedUp() {
    // Given
    Task start = Some.called(Some.task(Some.create(), OperationKind.CREATE, Step.START), NOW);

    // When
    Decision decision = pause(start, NOW).orElseThrow().onto(requested, start, NOW);

    // Then
    Condition condition = decision.snapshot().condition();
    assertThat(condition.reason()).isEqualTo(Condition.Reason.UNCERTAIN);
    assertThat(condition.nextAttemptAt()).isEqualTo(VISIBLE);
    assertThat(decision.next())
        .isEqualTo(
            new Next.Again(Step.START, Duration.between(NOW, VISIBLE), 0, null).withoutAct());
  }

  @Test
  void aCleanUpThatWaitsHasNotFailedAndIsNotGivenUp() {
    // Given
    Task settle =
        Some.called(
            Some.failing(
                Some.task(Some.create(), OperationKind.CREATE, Step.START), Step.SETTLE, 8, null),
            NOW);

    // When
    Decision decision =
        pause(settle, NOW).orElseThrow().onto(requested, settle, NOW.plusSeconds(3601));

    // Then
    assertThat(decision.events()).extracting(SnapshotEvent::type).containsExactly("retrying");
    assertThat(decision.next())
        .isEqualTo(new Next.Again(Step.SETTLE, Duration.ofSeconds(30), 8, null).withoutAct());
  }

  private Optional<Fold> pause(Task task, Instant now) {
    return Visibility.pauseBefore(task, connection, now);
  }
}
