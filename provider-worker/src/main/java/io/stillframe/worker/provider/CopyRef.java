package io.stillframe.worker.provider;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;

/**
 * Which copy is meant.
 *
 * @param snapshotId what its marker is made of
 * @param providerSnapshotId the provider's id for it, as far as it is known
 * @param ticket by which the provider is asked while there is no id; it may have expired
 */
public record CopyRef(
    UUID snapshotId, @Nullable String providerSnapshotId, @Nullable String ticket) {
  public static CopyRef of(Snapshot snapshot) {
    return of(snapshot, null);
  }

  public static CopyRef of(Snapshot snapshot, @Nullable String ticket) {
    return new CopyRef(snapshot.id(), snapshot.providerSnapshotId(), ticket);
  }
}
