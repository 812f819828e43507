package io.stillframe.worker.task;

import java.util.List;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;

/**
 * What a step's answer means for the aggregate and the task.
 *
 * @param snapshot the aggregate afterwards; what the last event carries, if there is one
 */
public record Decision(Snapshot snapshot, List<SnapshotEvent> events, Next next) {

  static Decision of(SnapshotEvent event, Next next) {
    return new Decision(event.snapshot(), List.of(event), next);
  }

  /** The same after an attempt that did nothing at the provider. */
  Decision withoutAct() {
    return next instanceof Next.Again again
        ? new Decision(snapshot, events, again.withoutAct())
        : this;
  }

  static Decision quietly(Snapshot snapshot, Next next) {
    return new Decision(snapshot, List.of(), next);
  }
}
