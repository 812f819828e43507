package io.stillframe.worker.finding;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.Marker;

/**
 * One of our snapshots, as far as it is compared.
 *
 * @param moving whether a task is open for it, or it changed so lately that the provider may not
 *     show it yet: nothing can be said of it then
 */
record Ours(
    UUID id,
    SnapshotState state,
    long version,
    String name,
    @Nullable Long sizeBytes,
    @Nullable String providerSnapshotId,
    boolean moving) {

  String marker() {
    return Marker.of(id);
  }

  CopyRef copy() {
    return new CopyRef(id, providerSnapshotId, null);
  }

  /** Whether the provider should have a whole copy of it. */
  boolean isExpected() {
    return state == SnapshotState.AVAILABLE || state == SnapshotState.DELETE_FAILED;
  }
}
