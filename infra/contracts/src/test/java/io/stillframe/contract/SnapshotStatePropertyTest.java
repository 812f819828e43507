package io.stillframe.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static io.stillframe.contract.SnapshotState.AVAILABLE;
import static io.stillframe.contract.SnapshotState.CREATING;
import static io.stillframe.contract.SnapshotState.DELETED;
import static io.stillframe.contract.SnapshotState.DELETE_FAILED;
import static io.stillframe.contract.SnapshotState.DELETING;
import static io.stillframe.contract.SnapshotState.MISSING;
import static io.stillframe.contract.SnapshotState.REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every snapshot, whichever way it goes. */
class SnapshotStatePropertyTest {
  @Property
  void everyStateStaysWhereItIs(@ForAll SnapshotState state) {
    assertThat(state.canBecome(state)).isTrue();
  }

  @Property
  void everyStateButDeletedCanBeDeleting(@ForAll SnapshotState state) {
    assertThat(state.canBecome(DELETING)).isEqualTo(state != DELETED);
  }

  @Property
  void nothingLeavesDeleted(@ForAll SnapshotState next) {
    assertThat(DELETED.canBecome(next)).isEqualTo(next == DELETED);
  }

  @Property
  void everyStateReachesDeleted(@ForAll SnapshotState state) {
    Set<SnapshotState> reached = EnumSet.of(state);
    while (reached.addAll(reached.stream().flatMap(each -> successors(each).stream()).toList())) {
      assertThat(reached.size()).isLessThanOrEqualTo(SnapshotState.values().length);
    }
    assertThat(reached).contains(DELETED);
  }

  /** A copy that never was, or has failed, never becomes available, and none is made twice. */
  @Property
  void aWalkThatIsLegalMakesACopyOnceAndEndsOnce(@ForAll List<Byte> turns) {
    List<SnapshotState> walk = walk(turns);

    for (int i = 1; i < walk.size(); i++) {
      List<SnapshotState> before = walk.subList(0, i);
      switch (walk.get(i)) {
        case REQUESTED -> assertThat(before).doesNotContain(REQUESTED);
        case CREATING, REJECTED -> assertThat(before).containsExactly(REQUESTED);
        case FAILED -> assertThat(before).containsExactly(REQUESTED, CREATING);
        case AVAILABLE -> assertThat(before).contains(CREATING).doesNotContain(DELETING);
        case MISSING -> assertThat(before).contains(AVAILABLE).doesNotContain(DELETING);
        case DELETING -> assertThat(before).doesNotContain(DELETED);
        case DELETED, DELETE_FAILED -> assertThat(before).contains(DELETING);
      }
    }
  }

  /** A name that was given up is never held again, unless its owner has what is left removed. */
  @Property
  void aNameIsHeldFromTheRequestOnAndNotByWhatCameToNothing(@ForAll List<Byte> turns) {
    List<SnapshotState> walk = walk(turns);

    assertThat(walk.getFirst().isLive()).isTrue();
    for (int i = 1; i < walk.size(); i++) {
      boolean heldAgain = !walk.get(i - 1).isLive() && walk.get(i).isLive();
      assertThat(heldAgain).isEqualTo(!walk.get(i - 1).isLive());
      if (heldAgain) {
        assertThat(walk.get(i)).isEqualTo(DELETING);
      }
    }
    boolean holds =
        EnumSet.of(REQUESTED, CREATING, AVAILABLE, DELETING, DELETE_FAILED, MISSING)
            .contains(walk.getLast());
    assertThat(walk.getLast().isLive()).isEqualTo(holds);
  }

  /** From the request on, each turn chooses among the states that may follow, until none may. */
  private static List<SnapshotState> walk(List<Byte> turns) {
    List<SnapshotState> walk = new ArrayList<>(List.of(REQUESTED));
    for (byte turn : turns) {
      List<SnapshotState> next = successors(walk.getLast());
      if (!next.isEmpty()) {
        walk.add(next.get(Math.floorMod(turn, next.size())));
      }
    }
    return walk;
  }

  private static List<SnapshotState> successors(SnapshotState state) {
    return Arrays.stream(SnapshotState.values())
        .filter(next -> next != state && state.canBecome(next))
        .toList();
  }
}
