package io.stillframe.simulator.cloudmc;

import java.time.Instant;

/** A snapshot as the API shows it. */
record SnapshotBody(
    String id,
    String name,
    String state,
    String intervalType,
    String volumeId,
    String volume,
    String volumeType) {

  static SnapshotBody from(CloudSnapshot snapshot, Instant now) {
    CloudMcVolume volume = snapshot.volume();
    return new SnapshotBody(
        snapshot.id(),
        snapshot.name(),
        snapshot.state(now),
        "MANUAL",
        volume.id(),
        volume.name(),
        volume.type().equals("os") ? "ROOT" : "DATADISK");
  }
}
