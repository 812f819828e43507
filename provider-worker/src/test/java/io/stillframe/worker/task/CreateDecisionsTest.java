package io.stillframe.worker.task;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.stillframe.contract.OperationKind;
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

  private static ProviderSnapshot copy(CopyStatus status, long bytes) {
    return new ProviderSnapshot(
        "copy-1",
        null,
        Optional.of(Marker.of(Some.SNAPSHOT)),
        "name",
        "volume",
        status,
        10L,
        10L,
        "ab".repeat(32),
        NOW,
        Progress.reported(bytes, 10),
        null);
  }
}
