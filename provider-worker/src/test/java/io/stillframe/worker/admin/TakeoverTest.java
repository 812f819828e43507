package io.stillframe.worker.admin;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.Some;

import static io.stillframe.worker.Some.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** A snapshot whose marker is on a copy that somebody wants to adopt. */
class TakeoverTest {
  @ParameterizedTest
  @EnumSource
  void aCopyWithTheMarkerOfASnapshotThatIsThereIsItsOwn(SnapshotState state) {
    // Given
    Snapshot marked = Some.snapshot(state);

    // When
    List<SnapshotEvent> ended = Takeover.ofEnded(marked, NOW);

    // Then: it keeps its copy, goes at once, or is gone
    assertThat(Takeover.hasCopy(marked))
        .isEqualTo(ended.isEmpty() && state != SnapshotState.DELETED);
  }
}
