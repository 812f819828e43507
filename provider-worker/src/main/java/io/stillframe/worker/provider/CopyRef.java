package io.stillframe.worker.provider;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;

/**
 * Which copy is meant.
 *
 * @param snapshotId what its marker is made of
 * @param providerSnapshotId the provider's id for it, as far as it is known
 */
public record CopyRef(UUID snapshotId, @Nullable String providerSnapshotId) {
  public static CopyRef of(Snapshot snapshot) {
    return new CopyRef(snapshot.id(), snapshot.providerSnapshotId());
  }
}
