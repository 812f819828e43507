package io.stillframe.contract;

import java.util.EnumSet;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a snapshot is in its life. The only place that says which state may follow which. */
public enum SnapshotState {
  /** Accepted; no worker has started it yet. */
  REQUESTED("requested"),
  /** The provider is making the copy. */
  CREATING("creating"),
  /** The copy is whole and can be restored. */
  AVAILABLE("available"),
  /** The provider, or a rule, said no before anything existed. */
  REJECTED("rejected"),
  /**
   * Nothing usable came of it; what may exist at the provider is cleaned up or named in the
   * problem.
   */
  FAILED("failed"),
  /** The copy is being removed. */
  DELETING("deleting"),
  /** The copy is gone. The only state that nothing leaves. */
  DELETED("deleted"),
  /** The provider refused to remove the copy; another DELETE tries again. */
  DELETE_FAILED("delete-failed"),
  /** Ours, but not at the provider any more. */
  MISSING("missing");

  private final String wireName;

  SnapshotState(String wireName) {
    this.wireName = wireName;
  }

  /** The name in messages, answers and filters. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** Whether {@code next} may follow this state. Staying in a state is always legal. */
  public boolean canBecome(SnapshotState next) {
    return next == this || successors().contains(next);
  }

  /** Whether a snapshot in this state holds its name against others. */
  public boolean isLive() {
    return switch (this) {
      case REQUESTED, CREATING, AVAILABLE, DELETING, DELETE_FAILED, MISSING -> true;
      case REJECTED, FAILED, DELETED -> false;
    };
  }

  private Set<SnapshotState> successors() {
    return switch (this) {
      case REQUESTED -> EnumSet.of(CREATING, REJECTED, DELETING);
      case CREATING -> EnumSet.of(AVAILABLE, FAILED, DELETING);
      case AVAILABLE -> EnumSet.of(DELETING, MISSING);
      case MISSING -> EnumSet.of(AVAILABLE, DELETING);
      case REJECTED, FAILED, DELETE_FAILED -> EnumSet.of(DELETING);
      case DELETING -> EnumSet.of(DELETED, DELETE_FAILED);
      case DELETED -> EnumSet.noneOf(SnapshotState.class);
    };
  }
}
