package io.stillframe.worker.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Writable;

/** Makes a snapshot's next event. The only place where versions and revisions are counted. */
public final class Lifecycle {
  private Lifecycle() {}

  /** An event that leaves the state as it is. */
  public static SnapshotEvent stay(
      Snapshot before,
      SnapshotEvent.Kind kind,
      Instant now,
      List<Operation> operations,
      Consumer<SnapshotBuilder> change) {
    return become(before, before.state(), kind, now, operations, change);
  }

  /**
   * An event that moves the snapshot to {@code state}. A condition ends with it, unless {@code
   * change} sets one.
   *
   * @throws IllegalStateException if no snapshot may go that way
   */
  public static SnapshotEvent become(
      Snapshot before,
      SnapshotState state,
      SnapshotEvent.Kind kind,
      Instant now,
      List<Operation> operations,
      Consumer<SnapshotBuilder> change) {
    if (!before.state().canBecome(state)) {
      throw new IllegalStateException(
          "%s: %s may not become %s".formatted(before.id(), before.state(), state));
    }
    SnapshotBuilder builder = SnapshotBuilder.builder(before).condition(null).state(state);
    change.accept(builder);
    Snapshot after =
        builder
            .version(before.version() + 1)
            .revision(revisionAfter(before, builder.build()))
            .build();
    return kind.of(now, before.version() == 0 ? null : before.state(), after, operations);
  }

  private static long revisionAfter(Snapshot before, Snapshot after) {
    boolean visible =
        before.version() == 0
            || before.state() != after.state()
            || !Writable.of(before).equals(Writable.of(after));
    return visible ? before.revision() + 1 : before.revision();
  }
}
