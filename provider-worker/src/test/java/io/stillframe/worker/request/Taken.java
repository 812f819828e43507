package io.stillframe.worker.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.worker.task.NewTask;
import io.stillframe.worker.task.Stop;

/** What {@link TakingRequests} says, for tests of other packages. */
public record Taken(
    Snapshot snapshot, List<SnapshotEvent> events, @Nullable NewTask task, @Nullable Stop stop) {
  public static Optional<Taken> of(
      @Nullable Snapshot before, SnapshotRequest request, Instant now) {
    return TakingRequests.take(before, request, now)
        .map(intent -> new Taken(intent.snapshot(), intent.events(), intent.task(), intent.stop()));
  }
}
