package io.stillframe.worker.provider.scaleway;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;

/** What differs between the generations of Scaleway's API: how things are marked and changed. */
sealed interface Generation permits Legacy, InstanceV1 {
  /**
   * Neither generation's documents bound names; ours have at most so many characters, and longer
   * ones are of no use.
   */
  int LONGEST_NAME = 255;

  /** The API at this zone. */
  ScalewayClient client();

  /** The marker that it carries; empty for what others made. */
  Optional<String> markerOf(Wire.Thing thing);

  /** Its name without a marker. */
  String nameOf(Wire.Thing thing);

  /** Snapshots among which are all with this marker. */
  Uni<List<Wire.Snapshot>> candidates(String marker);

  /** Seldom more than one: where a paused process made a second copy all the same. */
  default Uni<List<Wire.Snapshot>> marked(UUID snapshotId) {
    String marker = Marker.of(snapshotId);
    return candidates(marker).map(all -> carrying(marker, all));
  }

  /** Those of these things that carry the marker. */
  default <T extends Wire.Thing> List<T> carrying(String marker, List<T> things) {
    return things.stream()
        .filter(each -> markerOf(each).filter(marker::equals).isPresent())
        .toList();
  }

  /** Starts a snapshot. */
  Uni<Wire.Snapshot> create(NewCopy wanted);

  /** Starts a new volume from this snapshot. */
  Uni<Wire.Volume> create(NewVolume wanted, Wire.Snapshot source);

  /** Changes what differs, and calls nobody when nothing does. */
  Uni<Void> update(Wire.Snapshot snapshot, UUID snapshotId, Writable members);
}
