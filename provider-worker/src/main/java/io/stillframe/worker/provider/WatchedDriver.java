package io.stillframe.worker.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.Writable;

/** A driver whose calls are counted, whoever makes them. */
record WatchedDriver(String provider, SnapshotProvider driver, Calls calls)
    implements SnapshotProvider {
  private <T> Uni<T> watch(Uni<T> call) {
    return calls.watch(provider, call);
  }

  @Override
  public Capabilities capabilities() {
    return driver.capabilities();
  }

  @Override
  public Uni<Void> check() {
    return watch(driver.check());
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return watch(driver.createSnapshot(wanted));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    return watch(driver.findByMarker(snapshotId));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    return watch(driver.getSnapshot(copy));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId) {
    return watch(driver.getCopy(providerSnapshotId));
  }

  @Override
  public Uni<Void> deleteCopy(String providerSnapshotId) {
    return watch(driver.deleteCopy(providerSnapshotId));
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    return watch(driver.listSnapshots());
  }

  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return watch(driver.updateSnapshot(copy, members));
  }

  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    return watch(driver.deleteSnapshot(copy));
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    return watch(driver.restore(wanted));
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    return watch(driver.findRestore(operationId));
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    return watch(driver.discardRestore(operationId));
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    return watch(driver.listVolumes());
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return watch(driver.getVolume(volumeId));
  }
}
