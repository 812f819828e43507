package io.stillframe.worker.provider;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;

/** The copy that a provider is asked to make. */
public record NewCopy(
    UUID snapshotId,
    String organization,
    String volumeId,
    String name,
    @Nullable String description,
    Map<String, String> labels,
    boolean rapid) {
  public static NewCopy of(Snapshot snapshot) {
    return new NewCopy(
        snapshot.id(),
        snapshot.organization(),
        snapshot.volumeId(),
        snapshot.name(),
        snapshot.description(),
        snapshot.labels(),
        snapshot.rapid());
  }
}
