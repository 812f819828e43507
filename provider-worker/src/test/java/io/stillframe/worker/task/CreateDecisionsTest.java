package io.stillframe.worker.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Progress;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.ProviderSnapshot;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.Some.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

class CreateDecisionsTest {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Task observe = Some.task(Some.create(), OperationKind.CREATE, Step.OBSERVE);

  @Test
  void aCopyThatIsWholeAtOnceIsTwoEvents() {
    // When
    Decision decision =
        CreateDecisions.creating(
            snapshot(SnapshotState.REQUESTED),
            observe,
            copy(CopyStatus.AVAILABLE, 10),
            null,
            PAUSE,
            NOW);

    // Then
    assertThat(decision.events())
        .extracting(SnapshotEvent::type)
        .containsExactly("creating", "available");
    assertThat(decision.snapshot().state()).isEqualTo(SnapshotState.AVAILABLE);
    assertThat(decision.next()).isEqualTo(Next.done());
  }

  @Test
  void aLateSuccessOfACancelledCreateIsRememberedAndCleanedUp() {
    // When
    Decision decision =
        CreateDecisions.creating(
            snapshot(SnapshotState.DELETING),
            Some.cancelled(observe, false),
            copy(CopyStatus.AVAILABLE, 10),
            null,
            PAUSE,
            NOW);

    // Then
    assertThat(decision.events()).isEmpty();
    assertThat(decision.snapshot().providerSnapshotId()).isEqualTo("copy-1");
    assertThat(decision.next()).isEqualTo(Next.settle(null));
  }

  @Test
  void aCopyThatTheProviderGaveUpIsCleanedUpBeforeItFails() {
    // When
    Decision decision =
        CreateDecisions.creating(
            snapshot(SnapshotState.CREATING),
            observe,
            copy(CopyStatus.FAILED, 5),
            null,
            PAUSE,
            NOW);

    // Then
    assertThat(decision.events()).isEmpty();
    assertThat(decision.next())
        .isInstanceOfSatisfying(
            Next.Again.class,
            again -> {
              assertThat(again.step()).isEqualTo(Step.SETTLE);
              assertThat(again.problem().is(ProblemType.PROVIDER_ERROR)).isTrue();
            });
  }

  @Test
  void tellsOfProgressOnceForEachFigure() {
    // When
    Decision first =
        CreateDecisions.creating(
            snapshot(SnapshotState.CREATING),
            observe,
            copy(CopyStatus.CREATING, 5),
            null,
            PAUSE,
            NOW);
    Decision second =
        CreateDecisions.creating(
            first.snapshot(), observe, copy(CopyStatus.CREATING, 5), null, PAUSE, NOW);

    // Then
    assertThat(first.events()).extracting(SnapshotEvent::type).containsExactly("progressed");
    assertThat(second.events()).isEmpty();
  }

  @Test
  void aCancelledCreateEndsByDeleted() {
    // When
    Decision decision =
        CreateDecisions.cleanedUp(
            snapshot(SnapshotState.DELETING), Some.cancelled(observe, false), NOW);

    // Then
    assertThat(only(decision).type()).isEqualTo("deleted");
    assertThat(operation(decision).status()).isEqualTo(OperationStatus.CANCELLED);
  }

  @Test
  void aCreateThatADeleteCancelledLeavesTheEndToTheDelete() {
    // When
    Decision decision =
        CreateDecisions.cleanedUp(
            snapshot(SnapshotState.DELETING), Some.cancelled(observe, true), NOW);

    // Then
    assertThat(only(decision).type()).isEqualTo("deleting");
    assertThat(operation(decision).status()).isEqualTo(OperationStatus.CANCELLED);
  }

  @Test
  void whatNeverExistedIsRejectedAndWhatDidFails() {
    // Given
    Task settle =
        Some.failing(observe, Step.SETTLE, 0, ProblemType.VOLUME_NOT_FOUND.because("none"));

    // When
    Decision never = CreateDecisions.cleanedUp(snapshot(SnapshotState.REQUESTED), settle, NOW);
    Decision begun = CreateDecisions.cleanedUp(snapshot(SnapshotState.CREATING), settle, NOW);

    // Then
    assertThat(only(never).type()).isEqualTo("rejected");
    assertThat(only(begun).type()).isEqualTo("failed");
    assertThat(operation(begun).problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue();
  }

  @Test
  void whatIsOverdueFailsWithItsDeadline() {
    // When
    Decision decision =
        CreateDecisions.cleanedUp(snapshot(SnapshotState.CREATING), observe, NOW.plusSeconds(3601));

    // Then
    assertThat(operation(decision).problem().is(ProblemType.DEADLINE_EXCEEDED)).isTrue();
  }

  @Test
  void anOperationEndsAtItsDeadlineThoughTheProviderDoesNotLetGoOfTheCopy() {
    // Given
    Task overdue = Some.task(Some.create(), OperationKind.CREATE, Step.SETTLE);

    // When
    Decision decision =
        CreateDecisions.cleanUpGoesOn(
            snapshot(SnapshotState.CREATING), overdue, PAUSE, NOW.plusSeconds(3601));

    // Then
    assertThat(decision.snapshot().state()).isEqualTo(SnapshotState.FAILED);
    assertThat(decision.events().getFirst().operations())
        .extracting(Operation::status)
        .containsExactly(OperationStatus.FAILED);
    assertThat(decision.next())
        .isInstanceOfSatisfying(
            Next.Again.class, next -> assertThat(next.step()).isEqualTo(Step.SETTLE));
  }

  @Test
  void aCleanUpThatOnlyWaitsIsNotGivenUp() {
    // Given
    Task often =
        Some.failing(observe, Step.SETTLE, 100, ProblemType.PROVIDER_ERROR.because("gave up"));

    // When
    Decision decision =
        CreateDecisions.cleanUpGoesOn(snapshot(SnapshotState.CREATING), often, PAUSE, NOW);

    // Then
    assertThat(decision.events()).isEmpty();
    assertThat(decision.next()).isEqualTo(new Next.Again(Step.SETTLE, PAUSE, 0, often.problem()));
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "FAILED"})
  void aCancelThatComesAfterTheEndChangesNothing(SnapshotState state) {
    // Given
    Task cancelled =
        Some.cancelled(Some.task(Some.create(), OperationKind.CREATE, Step.SETTLE), false);

    // When
    Decision cleanedUp = CreateDecisions.cleanedUp(snapshot(state), cancelled, NOW);

    // Then
    assertThat(cleanedUp.events()).isEmpty();
    assertThat(cleanedUp.next()).isEqualTo(Next.done());
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "FAILED", "DELETING"})
  void anOperationThatHasEndedEndsOnce(SnapshotState state) {
    // Given
    Task overdue = Some.task(Some.create(), OperationKind.CREATE, Step.SETTLE);

    // When
    List<Decision> decisions =
        List.of(
            CreateDecisions.cleanUpGoesOn(snapshot(state), overdue, PAUSE, NOW.plusSeconds(3601)),
            CreateDecisions.cleanedUp(snapshot(state), overdue, NOW.plusSeconds(3601)),
            CreateDecisions.abandoned(
                snapshot(state),
                overdue,
                ProblemType.PROVIDER_ERROR.because("left"),
                NOW.plusSeconds(3601)));

    // Then
    assertThat(decisions).allSatisfy(decision -> assertThat(decision.events()).isEmpty());
  }

  private static ProviderSnapshot copy(CopyStatus status, long bytes) {
    return new ProviderSnapshot(
        "copy-1",
        null,
        Optional.of(Marker.of(Some.SNAPSHOT)),
        "volume",
        status,
        10L,
        10L,
        "ab".repeat(32),
        NOW,
        Progress.reported(bytes, 10),
        null);
  }

  private static SnapshotEvent only(Decision decision) {
    assertThat(decision.events()).hasSize(1);
    return decision.events().getFirst();
  }

  private static Operation operation(Decision decision) {
    return only(decision).operations().getFirst();
  }
}
