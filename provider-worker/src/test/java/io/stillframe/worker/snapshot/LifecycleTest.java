package io.stillframe.worker.snapshot;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Progress;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;

import static io.stillframe.worker.Some.NOW;
import static io.stillframe.worker.Some.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LifecycleTest {
  private final Snapshot creating = snapshot(SnapshotState.CREATING);

  @Test
  void countsEveryEventButRevisionsOnlyForWhatCallersMayHold() {
    // When
    Snapshot progressed =
        Lifecycle.stay(
                creating,
                SnapshotEvent.Progressed::new,
                NOW,
                List.of(),
                change -> change.progress(Progress.reported(1, 2)))
            .snapshot();
    Snapshot renamed =
        Lifecycle.stay(
                progressed,
                SnapshotEvent.Retrying::new,
                NOW,
                List.of(),
                change -> change.name("other"))
            .snapshot();
    Snapshot available =
        Lifecycle.become(
                renamed,
                SnapshotState.AVAILABLE,
                SnapshotEvent.Available::new,
                NOW,
                List.of(),
                change -> {})
            .snapshot();

    // Then
    assertThat(List.of(progressed.version(), renamed.version(), available.version()))
        .containsExactly(4L, 5L, 6L);
    assertThat(List.of(progressed.revision(), renamed.revision(), available.revision()))
        .containsExactly(2L, 3L, 4L);
  }

  @Test
  void aConditionEndsWithTheNextEvent() {
    // Given
    Snapshot stuck =
        SnapshotBuilder.builder(creating)
            .condition(new Condition(Condition.Reason.RETRYING, 1, NOW, null))
            .build();

    // When
    SnapshotEvent event =
        Lifecycle.stay(stuck, SnapshotEvent.Progressed::new, NOW, List.of(), change -> {});

    // Then
    assertThat(event.snapshot().condition()).isNull();
  }

  @Test
  void refusesAnIllegalTransition() {
    assertThatThrownBy(
            () ->
                Lifecycle.become(
                    snapshot(SnapshotState.DELETED),
                    SnapshotState.AVAILABLE,
                    SnapshotEvent.Available::new,
                    NOW,
                    List.of(),
                    change -> {}))
        .isInstanceOf(IllegalStateException.class);
  }
}
