package io.stillframe.worker.task;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.OperationKind;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.SnapshotProvider;
import io.stillframe.worker.provider.held.HeldDriver;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.task.LateCloud.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A create whose earlier attempt ended without an answer, at a cloud that shows things late. */
class CreateStepsTest {
  private final HeldDriver driver = new HeldDriver();
  private final CreateSteps steps = new CreateSteps();
  private final Snapshot requested = Some.snapshot(SnapshotState.REQUESTED);

  @BeforeEach
  void hold() {
    driver.hold(requested.volumeId());
  }

  @Test
  void goesOnWithTheCopyThatTheEarlierCallBegan() {
    // Given
    driver.createSnapshot(NewCopy.of(requested));
    driver.calls().clear();

    // When
    Decision decision = perform(Some.called(task(Step.START), NOW), requested, VISIBLE);

    // Then
    assertThat(driver.calls()).containsExactly("findByMarker");
    assertThat(decision.snapshot().state()).isEqualTo(SnapshotState.CREATING);
    assertThat(decision.snapshot().volumeName()).isEqualTo("the volume's name");
    assertThat(decision.snapshot().sizeBytes()).isEqualTo(1000);
    assertThat(decision.next())
        .isInstanceOfSatisfying(
            Next.Again.class, again -> assertThat(again.step()).isEqualTo(Step.OBSERVE));
  }

  @Test
  void callsAgainOnlyAfterALookUpFoundNothing() {
    // When
    perform(Some.called(task(Step.START), NOW), requested, VISIBLE);

    // Then
    assertThat(driver.calls()).containsExactly("findByMarker", "createSnapshot");
  }

  @Test
  void aForeignVolumeIsAnUnknownOne() {
    // Given
    Snapshot others = SnapshotBuilder.builder(requested).organization("other").build();

    // When, Then
    assertThatThrownBy(() -> perform(task(Step.START), others, NOW))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.errorClass()).isEqualTo(ErrorClass.REJECTED);
              assertThat(refusal.problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue();
            });
    assertThat(driver.calls()).isEmpty();
  }

  /** A cloud may list what it makes only when it is made. */
  @ParameterizedTest
  @CsvSource({"CREATING, SWEEP", "AVAILABLE, SWEEP", "FAILED,"})
  void aCleanUpGoesOnWhileItsTicketStandsForACopy(CopyStatus status, Step next) {
    // Given
    Task ticketed = Some.ticketed(task(Step.SWEEP), "task-1");

    // When
    Decision decision = perform(ticketed, requested, NOW, madeBy("task-1", status));

    // Then
    if (next == null) {
      assertThat(decision.next()).isEqualTo(Next.done());
    } else {
      assertThat(decision.next())
          .isInstanceOfSatisfying(
              Next.Again.class, again -> assertThat(again.step()).isEqualTo(next));
    }
  }

  @Test
  void aTicketThatIsRefusedStandsForNothing() {
    // Given
    ProviderException refused =
        ProviderException.rejected(ProblemType.PROVIDER_REFUSED, "no such task");

    // When
    Decision decision =
        perform(
            Some.ticketed(task(Step.SWEEP), "task-1"),
            requested,
            NOW,
            answering(Uni.createFrom().failure(refused)));

    // Then
    assertThat(decision.next()).isEqualTo(Next.done());
  }

  @Test
  void whatIsKnownByItsIdOnlyGoesByItsId() {
    // When
    perform(
        Some.ticketed(task(Step.SWEEP), "task-1"),
        requested,
        NOW,
        madeBy("task-1", UUID.randomUUID().toString(), CopyStatus.AVAILABLE));

    // Then
    assertThat(driver.calls()).containsExactly("deleteSnapshot", "findByMarker", "deleteSnapshot");
  }

  private SnapshotProvider madeBy(String ticket, CopyStatus status) {
    return madeBy(ticket, null, status);
  }

  private SnapshotProvider madeBy(String ticket, String id, CopyStatus status) {
    ProviderSnapshot copy =
        new ProviderSnapshot(
            id, ticket, Optional.empty(), null, null, status, null, null, null, null, null, null);
    return answering(Uni.createFrom().item(Optional.of(copy)));
  }

  /** The driver, at a cloud that lists nothing, and answers so whoever asks for one copy. */
  private SnapshotProvider answering(Uni<Optional<ProviderSnapshot>> answer) {
    return (SnapshotProvider)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SnapshotProvider.class},
            (proxy, method, arguments) ->
                method.getName().equals("getSnapshot") ? answer : method.invoke(driver, arguments));
  }

  private Decision perform(Task task, Snapshot snapshot, Instant now) {
    return perform(task, snapshot, now, driver);
  }

  private Decision perform(Task task, Snapshot snapshot, Instant now, SnapshotProvider by) {
    return steps
        .perform(task, snapshot, LateCloud.connection(by), now)
        .await()
        .atMost(Duration.ofSeconds(5))
        .onto(snapshot, task, now);
  }

  private static Task task(Step step) {
    return Some.task(Some.create(), OperationKind.CREATE, step);
  }
}
