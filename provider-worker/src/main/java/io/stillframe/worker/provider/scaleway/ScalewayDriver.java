package io.stillframe.worker.provider.scaleway;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Progress;
import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.HttpTrouble;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderRestore;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.provider.SnapshotProvider;

/** One zone of Scaleway, through either generation of its API. */
final class ScalewayDriver implements SnapshotProvider {
  /**
   * Copies know no primary storage and no progress. A volume has a state {@code snapshotting}
   * besides {@code available}, and errors call that state transient: one copy of it at a time.
   */
  private static final Capabilities CAPABILITIES =
      new Capabilities(true, true, false, Progress.Source.NONE, 1);

  private final Generation generation;
  private final ScalewayClient client;
  private final Removals removals;
  private final Restores restores;

  ScalewayDriver(Generation generation) {
    this.generation = generation;
    this.client = generation.client();
    this.removals = new Removals(generation);
    this.restores = new Restores(generation);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Uni<Void> check() {
    return client.check();
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return findByMarker(wanted.snapshotId())
        .chain(found -> found.isPresent() ? Uni.createFrom().item(found.get()) : create(wanted));
  }

  private Uni<ProviderSnapshot> create(NewCopy wanted) {
    return generation
        .create(wanted)
        .onFailure(Refusal::isFinal)
        .recoverWithUni(refusal -> explain((ProviderException) refusal, wanted))
        .map(this::copy);
  }

  /** The cloud says in one word or another that it does not have the volume, or that it is busy. */
  private Uni<Wire.Snapshot> explain(ProviderException refusal, NewCopy wanted) {
    if (Refusal.isBusy(refusal)) {
      return Uni.createFrom()
          .failure(
              HttpTrouble.explained(
                  ErrorClass.RETRYABLE,
                  refusal,
                  ProblemType.VOLUME_NOT_READY,
                  "the volume is busy for a while"));
    }
    return client
        .volume(wanted.volumeId())
        .chain(
            volume ->
                Uni.createFrom()
                    .failure(
                        volume.isPresent()
                            ? refusal
                            : HttpTrouble.explained(
                                ErrorClass.REJECTED,
                                refusal,
                                ProblemType.VOLUME_NOT_FOUND,
                                "there is no volume " + wanted.volumeId())));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    return generation.marked(snapshotId).map(found -> found.stream().findFirst().map(this::copy));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    return find(copy).map(found -> found.map(this::copy));
  }

  private Uni<Optional<Wire.Snapshot>> find(CopyRef copy) {
    String id = copy.providerSnapshotId();
    return id == null
        ? generation.marked(copy.snapshotId()).map(found -> found.stream().findFirst())
        : client.snapshot(id);
  }

  private ProviderSnapshot copy(Wire.Snapshot snapshot) {
    return Copies.of(snapshot, generation.markerOf(snapshot), generation.nameOf(snapshot));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId) {
    return client.snapshot(providerSnapshotId).map(found -> found.map(this::copy));
  }

  @Override
  public Uni<Void> deleteCopy(String providerSnapshotId) {
    return removals.removeOnly(providerSnapshotId);
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    return client.snapshots(null).map(all -> all.stream().map(this::copy).toList());
  }

  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return find(copy)
        .chain(
            found -> {
              Wire.Snapshot snapshot = found.orElseThrow(ScalewayDriver::gone);
              boolean transfer = !members.organization().equals(snapshot.organization());
              return generation
                  .update(snapshot, copy.snapshotId(), members)
                  .onFailure(failure -> transfer && Refusal.isForbidden(failure))
                  .transform(
                      failure ->
                          // The key is no good for them; for its own organization it may be.
                          HttpTrouble.explained(
                              ErrorClass.REJECTED,
                              (ProviderException) failure,
                              ProblemType.PROVIDER_REFUSED,
                              "we may give nothing to organization " + members.organization()));
            });
  }

  static ProviderException gone() {
    return ProviderException.rejected(
        ProblemType.SNAPSHOT_NOT_AVAILABLE, "the provider has no such copy");
  }

  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    return removals.remove(copy);
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    return restores
        .find(wanted.operationId())
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(found.get())
                    : find(wanted.source())
                        .map(source -> source.orElseThrow(ScalewayDriver::gone))
                        .chain(source -> restores.begin(wanted, source)));
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    return restores.find(operationId);
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    return restores.discard(operationId);
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    return client.volumes().map(all -> all.stream().map(this::volume).toList());
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return client.volume(volumeId).map(found -> found.map(this::volume));
  }

  private ProviderVolume volume(Wire.Volume volume) {
    return Volumes.of(volume, generation.nameOf(volume));
  }
}
