package io.stillframe.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.stillframe.contract.SnapshotState.AVAILABLE;
import static io.stillframe.contract.SnapshotState.CREATING;
import static io.stillframe.contract.SnapshotState.DELETED;
import static io.stillframe.contract.SnapshotState.DELETE_FAILED;
import static io.stillframe.contract.SnapshotState.DELETING;
import static io.stillframe.contract.SnapshotState.FAILED;
import static io.stillframe.contract.SnapshotState.MISSING;
import static io.stillframe.contract.SnapshotState.REJECTED;
import static io.stillframe.contract.SnapshotState.REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;

class SnapshotStateTest {
  /** The picture in the design, arrow by arrow. */
  private static final Map<SnapshotState, Set<SnapshotState>> ARROWS =
      Map.of(
          REQUESTED, Set.of(CREATING, REJECTED, DELETING),
          CREATING, Set.of(AVAILABLE, FAILED, DELETING),
          AVAILABLE, Set.of(DELETING, MISSING),
          MISSING, Set.of(AVAILABLE, DELETING),
          REJECTED, Set.of(DELETING),
          FAILED, Set.of(DELETING),
          DELETING, Set.of(DELETED, DELETE_FAILED),
          DELETE_FAILED, Set.of(DELETING),
          DELETED, Set.of());

  @ParameterizedTest
  @EnumSource
  void goesWhereTheArrowsGoAndNowhereElse(SnapshotState state) {
    Set<SnapshotState> reachable =
        Arrays.stream(SnapshotState.values())
            .filter(next -> next != state && state.canBecome(next))
            .collect(Collectors.toSet());

    assertThat(reachable).isEqualTo(ARROWS.get(state));
    assertThat(state.canBecome(state)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void canBeDeletedFromEverywhereButDeleted(SnapshotState state) {
    assertThat(state.canBecome(DELETING)).isEqualTo(state != DELETED);
  }

  @Test
  void holdsItsNameUnlessNothingCameOfItOrItIsGone() {
    assertThat(Arrays.stream(SnapshotState.values()).filter(state -> !state.isLive()))
        .containsExactlyInAnyOrder(REJECTED, FAILED, DELETED);
  }
}
