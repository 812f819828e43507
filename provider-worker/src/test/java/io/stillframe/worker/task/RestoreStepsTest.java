package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.held.HeldDriver;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.Some.OPERATION;
import static io.stillframe.worker.Some.SNAPSHOT;
import static io.stillframe.worker.task.LateCloud.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

/** A restore whose earlier attempt ended without an answer, at a cloud that shows things late. */
class RestoreStepsTest {
  private final HeldDriver driver = new HeldDriver();
  private final Connection connection = LateCloud.connection(driver);
  private final RestoreSteps steps = new RestoreSteps(null);
  private final Snapshot snapshot = Some.snapshot(SnapshotState.AVAILABLE);

  @BeforeEach
  void hold() {
    driver.hold("new");
  }

  @Test
  void goesOnWithTheVolumeThatTheEarlierCallBegan() {
    // Given
    driver.restore(new NewVolume(OPERATION, new CopyRef(SNAPSHOT, null, null), "new", "acme"));
    driver.calls().clear();

    // When
    Decision decision = perform(called(Step.START), VISIBLE);

    // Then
    assertThat(driver.calls()).containsExactly("findRestore");
    assertThat(decision.next())
        .isInstanceOfSatisfying(
            Next.Again.class, again -> assertThat(again.step()).isEqualTo(Step.OBSERVE));
  }

  @Test
  void callsAgainOnlyAfterALookUpFoundNothing() {
    // When
    perform(called(Step.START), VISIBLE);

    // Then
    assertThat(driver.calls()).containsExactly("findRestore", "restore");
  }

  @Test
  void aFirstAttemptNeedsNoLookUp() {
    // When
    perform(task(Step.START), NOW);

    // Then
    assertThat(driver.calls()).containsExactly("restore");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtItsDeadlineThoughTheProviderDoesNotLetGoOfTheVolume(boolean cancelled) {
    // Given
    driver.restore(new NewVolume(OPERATION, new CopyRef(SNAPSHOT, null, null), "new", "acme"));
    driver.refuseDiscards();
    Instant late = NOW.plusSeconds(61);
    RestoreSnapshot request =
        new RestoreSnapshot(OPERATION, SNAPSHOT, "acme", "new", NOW, NOW.plusSeconds(60));
    Task observe = Some.task(request, OperationKind.RESTORE, Step.OBSERVE);
    Task sweep = Some.task(request, OperationKind.RESTORE, Step.SWEEP);

    // When
    Decision ended = perform(cancelled ? Some.cancelled(observe, false) : observe, late);
    Decision later = perform(sweep, late);

    // Then
    assertThat(ended.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo("restore-failed");
              assertThat(event.operations().getFirst().status())
                  .isEqualTo(cancelled ? OperationStatus.CANCELLED : OperationStatus.FAILED);
            });
    assertThat(step(ended)).isEqualTo(Step.SWEEP);
    assertThat(later.events()).isEmpty();
    assertThat(step(later)).isEqualTo(Step.SWEEP);

    // When
    driver.takeDiscards();
    Decision swept = perform(sweep, late);

    // Then
    assertThat(swept.events()).isEmpty();
    assertThat(swept.next()).isEqualTo(Next.done());
    assertThat(driver.newVolumes()).isEmpty();
  }

  private static Step step(Decision decision) {
    return ((Next.Again) decision.next()).step();
  }

  private Decision perform(Task task, Instant now) {
    return steps
        .perform(task, snapshot, connection, now)
        .await()
        .atMost(Duration.ofSeconds(5))
        .onto(snapshot, task, now);
  }

  private static Task called(Step step) {
    return Some.called(task(step), NOW);
  }

  private static Task task(Step step) {
    return Some.task(
        new RestoreSnapshot(OPERATION, SNAPSHOT, "acme", "new", NOW, null),
        OperationKind.RESTORE,
        step);
  }
}
