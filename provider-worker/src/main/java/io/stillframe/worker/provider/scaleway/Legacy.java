package io.stillframe.worker.provider.scaleway;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;

/** The legacy API at the root: no tags, so the marker is the end of the name. */
record Legacy(ScalewayClient client) implements Generation {
  @Override
  public Optional<String> markerOf(Wire.Thing thing) {
    return Marker.in(thing.name());
  }

  @Override
  public String nameOf(Wire.Thing thing) {
    return Marker.strip(thing.name());
  }

  /** It has no filters. */
  @Override
  public Uni<List<Wire.Snapshot>> candidates(String marker) {
    return client.snapshots(null);
  }

  @Override
  public Uni<Wire.Snapshot> create(NewCopy wanted) {
    return client.create(
        new Wire.NewSnapshot(
            Marker.mark(wanted.name(), wanted.snapshotId(), LONGEST_NAME),
            wanted.organization(),
            null,
            wanted.volumeId(),
            null));
  }

  @Override
  public Uni<Wire.Volume> create(NewVolume wanted, Wire.Snapshot source) {
    return client.create(
        new Wire.NewVolume(
            Marker.mark(wanted.name(), wanted.operationId(), LONGEST_NAME),
            wanted.organization(),
            null,
            source.volumeType(),
            source.id(),
            null));
  }

  /**
   * One edition of the documents shows an update with the organization alone, a later one with the
   * name alone: either is sent only to change it.
   */
  @Override
  public Uni<Void> update(Wire.Snapshot snapshot, UUID snapshotId, Writable members) {
    String marked = Marker.mark(members.name(), snapshotId, LONGEST_NAME);
    boolean named = marked.equals(snapshot.name()) || members.name().equals(nameOf(snapshot));
    boolean owned = members.organization().equals(snapshot.organization());
    return named && owned
        ? Uni.createFrom().voidItem()
        : client.putSnapshot(
            snapshot.id(),
            new Wire.Change(named ? null : marked, owned ? null : members.organization()));
  }
}
