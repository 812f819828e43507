package io.stillframe.worker.provider.local;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Writable;

/** What a copy's folder says about it, in {@code manifest.json}. */
record Manifest(
    UUID snapshotId,
    String volumeId,
    String name,
    @Nullable String description,
    Map<String, String> labels,
    long sizeBytes,
    long storedBytes,
    String sha256,
    Instant cutAt) {

  Manifest with(Writable members) {
    return new Manifest(
        snapshotId,
        volumeId,
        members.name(),
        members.description(),
        members.labels(),
        sizeBytes,
        storedBytes,
        sha256,
        cutAt);
  }
}
