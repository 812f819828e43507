package io.stillframe.worker.task;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.OperationKind;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.contract.Writable;
import io.stillframe.worker.Some;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.TestConnections;

import static io.stillframe.worker.Some.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an update may make of a snapshot. */
class UpdateStepsTest {
  private final Snapshot labelled =
      SnapshotBuilder.builder(Some.snapshot(SnapshotState.REQUESTED))
          .labels(
              IntStream.range(0, Writable.MOST_LABELS)
                  .boxed()
                  .collect(Collectors.toMap(each -> "l" + each, each -> "v")))
          .build();

  /** Each update may bring as many as a snapshot may have: only the sum would outgrow a message. */
  @Test
  void refusesMoreLabelsThanASnapshotMayHave() {
    // Given
    Fold fold = performed(Map.of("another", "v"));

    // When, Then
    assertThatThrownBy(() -> fold.onto(labelled, task(Map.of("another", "v")), NOW))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> {
              assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
              assertThat(failure.problem().is(ProblemType.INVALID_VALUE)).isTrue();
            });
  }

  @Test
  void takesOneInThePlaceOfAnother() {
    // Given
    Map<String, String> change = Map.of("l1", "other");

    // When
    Decision decision = performed(change).onto(labelled, task(change), NOW);

    // Then
    assertThat(decision.events().getFirst().snapshot().labels()).containsEntry("l1", "other");
  }

  @Test
  void whatTheProviderHasDoneIsDoneThoughTheDeadlinePassedMeanwhile() {
    // Given
    Instant deadline = NOW.plusSeconds(2);
    Snapshot available = Some.snapshot(SnapshotState.AVAILABLE);
    Task task = task(Map.of("l1", "v"), deadline);
    Fold answered =
        new UpdateSteps()
            .perform(task, available, LateCloud.connection(new FakeCloud(() -> NOW, true)), NOW)
            .await()
            .indefinitely();
    Fold notAsked =
        new UpdateSteps()
            .perform(
                task,
                available,
                LateCloud.connection(new FakeCloud(() -> NOW, true)),
                deadline.plusSeconds(1))
            .await()
            .indefinitely();

    // When
    Decision decision = answered.onto(available, task, deadline.plusSeconds(1));

    // Then
    assertThat(decision.events().getFirst().type()).isEqualTo("updated");
    assertThatThrownBy(() -> notAsked.onto(available, task, deadline.plusSeconds(1)))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.problem().is(ProblemType.DEADLINE_EXCEEDED)).isTrue());
  }

  /** The snapshot is none that a provider keeps members of yet, so no connection is asked. */
  private Fold performed(Map<String, String> labels) {
    return new UpdateSteps()
        .perform(
            task(labels), labelled, TestConnections.held("compute-on", Map.of("kind", "held")), NOW)
        .await()
        .indefinitely();
  }

  private static Task task(Map<String, String> labels) {
    return task(labels, null);
  }

  private static Task task(Map<String, String> labels, @Nullable Instant deadline) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    labels.forEach(patch.putObject("labels")::put);
    return Some.task(
        new UpdateSnapshot(Some.OPERATION, Some.SNAPSHOT, "acme", patch, null, NOW, deadline),
        OperationKind.UPDATE,
        Step.START);
  }
}
