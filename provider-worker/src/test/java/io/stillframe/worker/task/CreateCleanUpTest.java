package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.Some.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

class CreateCleanUpTest {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Instant TOO_LATE = NOW.plusSeconds(3601);

  private final Task observe = Some.task(Some.create(), OperationKind.CREATE, Step.OBSERVE);
  private final Task settle = Some.task(Some.create(), OperationKind.CREATE, Step.SETTLE);
  private final Task sweep = Some.task(Some.create(), OperationKind.CREATE, Step.SWEEP);

  @Test
  void aCancelledCreateEndsByDeleted() {
    // When
    Decision decision =
        CreateCleanUp.done(snapshot(SnapshotState.DELETING), Some.cancelled(observe, false), NOW);

    // Then
    assertThat(only(decision).type()).isEqualTo("deleted");
    assertThat(operation(decision).status()).isEqualTo(OperationStatus.CANCELLED);
  }

  @Test
  void aCreateThatADeleteCancelledLeavesTheEndToTheDelete() {
    // When
    Decision decision =
        CreateCleanUp.done(snapshot(SnapshotState.DELETING), Some.cancelled(observe, true), NOW);

    // Then
    assertThat(only(decision).type()).isEqualTo("deleting");
    assertThat(operation(decision).status()).isEqualTo(OperationStatus.CANCELLED);
  }

  @Test
  void whatNeverExistedIsRejectedAndWhatDidFails() {
    // Given
    Task refused =
        Some.failing(observe, Step.SETTLE, 0, ProblemType.VOLUME_NOT_FOUND.because("none"));

    // When
    Decision never = CreateCleanUp.done(snapshot(SnapshotState.REQUESTED), refused, NOW);
    Decision begun = CreateCleanUp.done(snapshot(SnapshotState.CREATING), refused, NOW);

    // Then
    assertThat(only(never).type()).isEqualTo("rejected");
    assertThat(only(begun).type()).isEqualTo("failed");
    assertThat(operation(begun).problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue();
  }

  @Test
  void whatIsOverdueFailsWithItsDeadline() {
    // When
    Decision decision = CreateCleanUp.done(snapshot(SnapshotState.CREATING), observe, TOO_LATE);

    // Then
    assertThat(operation(decision).problem().is(ProblemType.DEADLINE_EXCEEDED)).isTrue();
    assertThat(operation(decision).problem().detail()).contains("nothing of it is left");
  }

  @ParameterizedTest
  @CsvSource({"REQUESTED, progressed", "CREATING, progressed", "DELETING, deleting"})
  void aCleanUpThatGoesOnIsNoMoreToldAsRetrying(SnapshotState state, String type) {
    // When
    Decision decision =
        Later.moving(CreateCleanUp.goesOn(retrying(state), settle, PAUSE, NOW), settle, NOW);

    // Then
    assertThat(only(decision).type()).isEqualTo(type);
    assertThat(decision.snapshot().state()).isEqualTo(state);
    assertThat(decision.snapshot().condition()).isNull();
  }

  /** The condition is the delete's. */
  @Test
  void aSweepBesideADeleteLeavesItsCondition() {
    // Given
    Task sweeping = Some.cancelled(sweep, true);

    // When
    Decision decision =
        Later.moving(
            CreateCleanUp.goesOn(retrying(SnapshotState.DELETING), sweeping, PAUSE, NOW),
            sweeping,
            NOW);

    // Then
    assertThat(decision.events()).isEmpty();
  }

  private static Snapshot retrying(SnapshotState state) {
    return SnapshotBuilder.builder(snapshot(state))
        .condition(
            new Condition(
                Condition.Reason.RETRYING, 2, NOW, ProblemType.PROVIDER_UNAVAILABLE.because("503")))
        .build();
  }

  @Test
  void anOperationEndsAtItsDeadlineThoughTheProviderDoesNotLetGoOfTheCopy() {
    // When
    Decision decision =
        CreateCleanUp.goesOn(snapshot(SnapshotState.CREATING), settle, PAUSE, TOO_LATE);

    // Then
    assertThat(decision.snapshot().state()).isEqualTo(SnapshotState.FAILED);
    assertThat(decision.events().getFirst().operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.FAILED);
    assertThat(operation(decision).problem().detail())
        .contains("removed as soon as")
        .doesNotContain("nothing of it is left");
    assertThat(decision.next())
        .isInstanceOfSatisfying(
            Next.Again.class, next -> assertThat(next.step()).isEqualTo(Step.SWEEP));
  }

  @Test
  void aCopyThatOnlyTheCleanUpFoundHasExisted() {
    // When
    Decision decision =
        CreateCleanUp.goesOn(snapshot(SnapshotState.REQUESTED), settle, PAUSE, TOO_LATE);

    // Then
    assertThat(decision.events())
        .extracting(SnapshotEvent::type)
        .containsExactly("creating", "failed");
    assertThat(decision.snapshot().version())
        .isEqualTo(snapshot(SnapshotState.REQUESTED).version() + 2);
  }

  @Test
  void aCancelledCreateEndsAtItsDeadlineAndItsSnapshotWhenItIsGone() {
    // When
    Decision overdue =
        CreateCleanUp.goesOn(
            snapshot(SnapshotState.DELETING), Some.cancelled(settle, false), PAUSE, TOO_LATE);
    Decision gone = CreateCleanUp.done(overdue.snapshot(), Some.cancelled(sweep, false), TOO_LATE);

    // Then
    assertThat(only(overdue).type()).isEqualTo("deleting");
    assertThat(operation(overdue).status()).isEqualTo(OperationStatus.CANCELLED);
    assertThat(only(gone).type()).isEqualTo("deleted");
    assertThat(only(gone).operations()).isEmpty();
  }

  @Test
  void aCleanUpThatOnlyWaitsIsNotGivenUp() {
    // Given
    Task often =
        Some.failing(observe, Step.SETTLE, 100, ProblemType.PROVIDER_ERROR.because("gave up"));

    // When
    Decision decision = CreateCleanUp.goesOn(snapshot(SnapshotState.CREATING), often, PAUSE, NOW);

    // Then
    assertThat(decision.events()).isEmpty();
    assertThat(decision.next())
        .isEqualTo(new Next.Again(Step.SETTLE, PAUSE, 0, often.problem()).withoutAct());
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "FAILED"})
  void aCancelThatComesAfterTheEndChangesNothing(SnapshotState state) {
    // When
    Decision cleanedUp = CreateCleanUp.done(snapshot(state), Some.cancelled(sweep, false), NOW);

    // Then
    assertThat(cleanedUp.events()).isEmpty();
    assertThat(cleanedUp.next()).isEqualTo(Next.done());
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "FAILED", "DELETING"})
  void anOperationThatHasEndedEndsOnce(SnapshotState state) {
    // Given
    Task waitedFor = Some.cancelled(sweep, true);

    // When
    List<Decision> decisions =
        List.of(
            CreateCleanUp.goesOn(snapshot(state), waitedFor, PAUSE, TOO_LATE),
            CreateCleanUp.done(snapshot(state), waitedFor, TOO_LATE));

    // Then
    assertThat(decisions).allSatisfy(decision -> assertThat(decision.events()).isEmpty());
  }

  private static SnapshotEvent only(Decision decision) {
    assertThat(decision.events()).hasSize(1);
    return decision.events().getFirst();
  }

  private static Operation operation(Decision decision) {
    return only(decision).operations().getFirst();
  }
}
