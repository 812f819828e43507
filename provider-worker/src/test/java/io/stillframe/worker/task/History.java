package io.stillframe.worker.task;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.stillframe.contract.Operation;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;

import static org.assertj.core.api.Assertions.assertThat;

/** What the events tell; each must follow from those before. */
final class History {
  private final Map<UUID, Snapshot> snapshots = new HashMap<>();
  private final Map<UUID, Operation> operations = new LinkedHashMap<>();

  void add(SnapshotEvent event) {
    Snapshot after = event.snapshot();
    Snapshot before = snapshots.put(after.id(), after);
    assertThat(after.version()).as("gap-free").isEqualTo(before == null ? 1 : before.version() + 1);
    SnapshotState from = before == null ? null : before.state();
    assertThat(event.previousState()).isEqualTo(from);
    assertThat(from == null || from.canBecome(after.state()))
        .as("%s to %s", from, after.state())
        .isTrue();
    for (Operation operation : event.operations()) {
      Operation known = operations.put(operation.id(), operation);
      assertThat(known == null || !known.status().isEnded())
          .as("has ended before: %s, then %s", known, operation)
          .isTrue();
    }
  }

  /** The last word of every operation. */
  Map<UUID, Operation> operations() {
    return operations;
  }

  Map<UUID, Snapshot> snapshots() {
    return snapshots;
  }
}
