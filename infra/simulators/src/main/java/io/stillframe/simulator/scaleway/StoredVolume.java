package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.util.List;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.fault.Presence;

/**
 * A volume in the cloud.
 *
 * @param fetchingUntil while it is filled from a snapshot
 * @param snapshottingUntil while a snapshot is made of it
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, useImmutableCollections = true)
record StoredVolume(
    String id,
    String name,
    String organization,
    List<String> tags,
    long size,
    String volumeType,
    @Nullable String server,
    boolean serverRunning,
    Instant createdAt,
    Instant modifiedAt,
    Instant fetchingUntil,
    Instant snapshottingUntil,
    Presence presence)
    implements StoredVolumeBuilder.With {

  static StoredVolume of(ScalewayVolume volume, Instant now) {
    return new StoredVolume(
        volume.id(),
        volume.name(),
        volume.organization(),
        volume.tags(),
        volume.size(),
        volume.volumeType(),
        volume.server(),
        volume.serverRunning(),
        now,
        now,
        now,
        now,
        new Presence(now, Instant.MAX));
  }

  String state(Instant now) {
    if (now.isBefore(fetchingUntil)) {
      return "fetching";
    }
    return now.isBefore(snapshottingUntil) ? StoredSnapshot.SNAPSHOTTING : StoredSnapshot.AVAILABLE;
  }
}
