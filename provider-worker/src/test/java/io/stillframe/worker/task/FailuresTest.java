package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Condition;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.worker.Some;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.held.HeldDriver;

import static io.stillframe.worker.Some.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class FailuresTest {
  private static final Instant LATE = NOW.plusSeconds(61);

  private final CreateSteps steps = new CreateSteps();
  private final Task start = Some.task(Some.create(), OperationKind.CREATE, Step.START);
  private final Snapshot requested = Some.snapshot(SnapshotState.REQUESTED);
  private final UpdateSteps updating = new UpdateSteps();
  private final Snapshot available = Some.snapshot(SnapshotState.AVAILABLE);
  private final Task update =
      Some.task(
          new UpdateSnapshot(
              Some.OPERATION,
              Some.SNAPSHOT,
              "acme",
              JsonNodeFactory.instance.objectNode().put("name", "new"),
              null,
              NOW,
              NOW.plusSeconds(60)),
          OperationKind.UPDATE,
          Step.START);

  @ParameterizedTest
  @EnumSource(names = {"RETRYABLE", "THROTTLED", "UNCERTAIN"})
  void whatMayPassIsTriedAgainAndTheCallerIsToldWhen(ErrorClass errorClass) {
    // When
    Decision decision = decide(failure(errorClass, Duration.ofSeconds(7)), requested, start);

    // Then
    assertThat(decision.next())
        .isEqualTo(
            new Next.Again(
                Step.START,
                Duration.ofSeconds(7),
                1,
                null,
                null,
                errorClass == ErrorClass.UNCERTAIN));
    Condition condition = decision.snapshot().condition();
    assertThat(condition.attempt()).isEqualTo(1);
    assertThat(condition.nextAttemptAt()).isEqualTo(NOW.plusSeconds(7));
    assertThat(condition.problem().is(ProblemType.PROVIDER_UNAVAILABLE)).isTrue();
    assertThat(decision.events().getFirst().type()).isEqualTo("retrying");
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "BROKEN"})
  void whatIsFinalIsCleanedUpBeforeItFails(ErrorClass errorClass) {
    // When
    ProviderException failure = failure(errorClass, null);
    Decision decision = decide(failure, requested, start);

    // Then
    assertThat(decision.next())
        .isEqualTo(
            new Next.Again(
                Step.SETTLE,
                Duration.ZERO,
                0,
                failure.problem(),
                null,
                errorClass == ErrorClass.BROKEN));
    assertThat(decision.events()).isEmpty();
  }

  @Test
  void onlyWhoMayHaveActedWaitsForTheProviderToShowIt() {
    // Then
    assertThat(acted(failure(ErrorClass.UNCERTAIN, null))).isTrue();
    assertThat(acted(new IllegalStateException())).isTrue();
    assertThat(
            Failures.afterAnswer(failure(ErrorClass.REJECTED, null), steps)
                .onto(requested, start, NOW)
                .next())
        .isEqualTo(Next.settle(failure(ErrorClass.REJECTED, null).problem()));
  }

  private boolean acted(Throwable failure) {
    return ((Next.Again) Failures.fold(failure, steps).onto(requested, start, NOW).next()).acted();
  }

  @Test
  void nothingIsPutOffForDays() {
    // Given
    Instant early = NOW.minusSeconds(7200);

    // When
    Decision decision =
        Failures.fold(failure(ErrorClass.RETRYABLE, Duration.ofDays(11)), steps)
            .onto(requested, start, early);

    // Then
    assertThat(((Next.Again) decision.next()).in()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatHasNoDeadlineIsNotPutOffForDaysEither() {
    // Given
    Task delete =
        Some.task(
            new DeleteSnapshot(Some.OPERATION, Some.SNAPSHOT, "acme", NOW),
            OperationKind.DELETE,
            Step.START);

    // When
    Decision decision =
        Failures.fold(failure(ErrorClass.THROTTLED, Duration.ofDays(11)), new DeleteSteps())
            .onto(Some.snapshot(SnapshotState.DELETING), delete, NOW);

    // Then
    assertThat(((Next.Again) decision.next()).in()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aPauseEndsWithTheDeadline() {
    // When
    Decision decision =
        Failures.fold(failure(ErrorClass.RETRYABLE, Duration.ofHours(5)), steps)
            .onto(requested, start, NOW.plusSeconds(3500));

    // Then
    assertThat(decision.next())
        .isEqualTo(
            new Next.Again(Step.START, Duration.ofSeconds(100).plusMillis(1), 1, null)
                .withoutAct());
  }

  @Test
  void whatIsOverdueAndCannotBeCleanedUpEndsAtOnceAndIsSwept() {
    // When
    Decision decision =
        Failures.fold(failure(ErrorClass.THROTTLED, Duration.ofDays(1)), steps)
            .onto(requested, start, NOW.plusSeconds(3601));

    // Then
    assertThat(decision.events().getFirst().type()).isEqualTo("rejected");
    Operation operation = decision.events().getFirst().operations().getFirst();
    assertThat(operation.problem().is(ProblemType.DEADLINE_EXCEEDED)).isTrue();
    assertThat(operation.problem().detail()).contains("removed as soon as");
    Next.Again sweep = (Next.Again) decision.next();
    assertThat(sweep.step()).isEqualTo(Step.SWEEP);
    assertThat(sweep.in()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anUpdateThatIsOverdueFailsAtOnce() {
    // Given
    Throwable refused =
        catchThrowable(
            () ->
                updating
                    .perform(update, available, LateCloud.connection(new HeldDriver()), LATE)
                    .await()
                    .indefinitely()
                    .onto(available, update, LATE));

    // When
    List<Decision> decisions =
        List.of(
            Failures.afterAnswer(refused, updating).onto(available, update, LATE),
            Failures.fold(failure(ErrorClass.RETRYABLE, null), updating)
                .onto(available, update, LATE));

    // Then
    assertThat(decisions)
        .allSatisfy(
            decision -> {
              assertThat(decision.events())
                  .extracting(SnapshotEvent::type)
                  .containsExactly("update-failed");
              Operation operation = decision.events().getFirst().operations().getFirst();
              assertThat(operation.problem().is(ProblemType.DEADLINE_EXCEEDED)).isTrue();
              assertThat(decision.next()).isEqualTo(Next.done());
            });
  }

  @Test
  void whatIsTooLateKeepsTheProvidersOwnWords() {
    // Given
    var last = new Problem("urn:x", "down", 503, "down", null, "their-code", "their-request");

    // When
    Decision decision =
        Failures.fold(new ProviderException(ErrorClass.RETRYABLE, last), updating)
            .onto(available, update, LATE);

    // Then
    var problem = decision.events().getFirst().operations().getFirst().problem();
    assertThat(problem.is(ProblemType.DEADLINE_EXCEEDED)).isTrue();
    assertThat(problem.providerCode()).isEqualTo("their-code");
    assertThat(problem.providerRequestId()).isEqualTo("their-request");
  }

  @Test
  void cleanUpsAreCountedFromTheFirst() {
    // Given
    Task cancelled = Some.cancelled(Some.failing(start, Step.START, 100, null), false);

    // When
    Decision decision =
        decide(
            failure(ErrorClass.RETRYABLE, null), Some.snapshot(SnapshotState.DELETING), cancelled);

    // Then
    assertThat(decision.events()).extracting(SnapshotEvent::type).containsExactly("retrying");
    assertThat(((Next.Again) decision.next()).failures()).isEqualTo(1);
    assertThat(((Next.Again) decision.next()).step()).isEqualTo(Step.SETTLE);
  }

  @Test
  void aSnapshotThatIsDeletingTellsWhyItStillIs() {
    // Given
    Task sweep = Some.cancelled(Some.failing(start, Step.SWEEP, 3, null), false);

    // When
    Decision decision =
        decide(failure(ErrorClass.REJECTED, null), Some.snapshot(SnapshotState.DELETING), sweep);

    // Then
    assertThat(decision.events()).extracting(SnapshotEvent::type).containsExactly("retrying");
    assertThat(decision.snapshot().condition().attempt()).isEqualTo(4);
    assertThat(((Next.Again) decision.next()).step()).isEqualTo(Step.SWEEP);
  }

  @Test
  void ourOwnFaultIsTriedAgain() {
    assertThat(Failures.fold(new IllegalStateException(), steps).onto(requested, start, NOW).next())
        .isInstanceOfSatisfying(
            Next.Again.class, again -> assertThat(again.step()).isEqualTo(Step.START));
  }

  @Test
  void aCleanUpThatFailsIsTriedAgainAndKeepsTheReason() {
    // Given
    var reason = ProblemType.OUT_OF_SPACE.because("full");
    Task settle = Some.failing(start, Step.SETTLE, 2, reason);

    // When
    Decision decision = decide(failure(ErrorClass.BROKEN, null), requested, settle);

    // Then
    assertThat(decision.next())
        .isInstanceOfSatisfying(
            Next.Again.class,
            again -> {
              assertThat(again.step()).isEqualTo(Step.SETTLE);
              assertThat(again.problem()).isEqualTo(reason);
            });
  }

  @Test
  void aCleanUpThatKeepsFailingEndsTheOperationAndNamesWhatMayBeLeft() {
    // Given
    Task settle = Some.failing(start, Step.SETTLE, 10, ProblemType.OUT_OF_SPACE.because("no room"));

    // When
    Decision decision =
        decide(failure(ErrorClass.BROKEN, null), Some.snapshot(SnapshotState.CREATING), settle);

    // Then
    assertThat(((Next.Again) decision.next()).step()).isEqualTo(Step.SWEEP);
    Operation operation = decision.events().getFirst().operations().getFirst();
    assertThat(operation.status()).isEqualTo(OperationStatus.FAILED);
    assertThat(operation.problem().is(ProblemType.OUT_OF_SPACE)).isTrue();
    assertThat(operation.problem().detail()).startsWith("no room; what there is of it is removed");
  }

  @Test
  void whatIsSweptAfterTheEndIsTriedForEverAndTellsNobody() {
    // Given
    Task sweep = Some.failing(start, Step.SWEEP, 100, null);

    // When
    Decision decision =
        decide(
            failure(ErrorClass.REJECTED, Duration.ofSeconds(7)),
            Some.snapshot(SnapshotState.FAILED),
            sweep);

    // Then
    assertThat(decision.events()).isEmpty();
    assertThat(decision.next())
        .isEqualTo(Next.sweep(Duration.ofSeconds(7), 101, null).withoutAct());
  }

  @Test
  void backsOffLongerAndLongerWithinBounds() {
    for (int failures = 1; failures < 40; failures++) {
      assertThat(Failures.backOff(failures))
          .isBetween(Duration.ofMillis(500), Duration.ofMinutes(1));
    }
    assertThat(Failures.backOff(1)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(Failures.backOff(20)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  private Decision decide(ProviderException failure, Snapshot snapshot, Task task) {
    return Failures.fold(failure, steps).onto(snapshot, task, NOW);
  }

  private static ProviderException failure(ErrorClass errorClass, Duration retryAfter) {
    return new ProviderException(
        errorClass, ProblemType.PROVIDER_UNAVAILABLE.because("down"), retryAfter);
  }
}
