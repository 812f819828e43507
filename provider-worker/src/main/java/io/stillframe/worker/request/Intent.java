package io.stillframe.worker.request;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.worker.task.NewTask;
import io.stillframe.worker.task.Stop;

/**
 * What a request, when it is taken, means for the aggregate.
 *
 * @param snapshot the aggregate afterwards
 * @param task what carries the request out; none when it has ended already
 * @param stop what must stop for it
 * @param traceparent of the message that asked for it
 */
record Intent(
    Snapshot snapshot,
    List<SnapshotEvent> events,
    @Nullable NewTask task,
    @Nullable Stop stop,
    @Nullable String traceparent) {

  Intent(
      Snapshot snapshot, List<SnapshotEvent> events, @Nullable NewTask task, @Nullable Stop stop) {
    this(snapshot, events, task, stop, null);
  }

  /** The same as a part of the trace that the request came with. */
  Intent continuing(@Nullable String trace) {
    return new Intent(snapshot, events, task == null ? null : task.continuing(trace), stop, trace);
  }

  static Intent task(Snapshot snapshot, List<SnapshotEvent> events, NewTask task) {
    return new Intent(snapshot, events, task, null);
  }

  static Intent ended(SnapshotEvent event) {
    return new Intent(event.snapshot(), List.of(event), null, null);
  }
}
