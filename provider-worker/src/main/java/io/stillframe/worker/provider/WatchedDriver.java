package io.stillframe.worker.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.Writable;
import io.stillframe.observability.Trace;

/** A driver whose calls are counted and traced, whoever makes them. */
record WatchedDriver(String provider, SnapshotProvider driver, Calls calls)
    implements SnapshotProvider {
  private <T> Uni<T> watch(String name, Supplier<Uni<T>> call) {
    return calls.watch(provider, Trace.call(name, Map.of("provider", provider), call));
  }

  @Override
  public Capabilities capabilities() {
    return driver.capabilities();
  }

  @Override
  public Uni<Void> check() {
    return watch("check", () -> driver.check());
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return watch("createSnapshot", () -> driver.createSnapshot(wanted));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    return watch("findByMarker", () -> driver.findByMarker(snapshotId));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    return watch("getSnapshot", () -> driver.getSnapshot(copy));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId) {
    return watch("getCopy", () -> driver.getCopy(providerSnapshotId));
  }

  @Override
  public Uni<Void> deleteCopy(String providerSnapshotId) {
    return watch("deleteCopy", () -> driver.deleteCopy(providerSnapshotId));
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    return watch("listSnapshots", () -> driver.listSnapshots());
  }

  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return watch("updateSnapshot", () -> driver.updateSnapshot(copy, members));
  }

  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    return watch("deleteSnapshot", () -> driver.deleteSnapshot(copy));
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    return watch("restore", () -> driver.restore(wanted));
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    return watch("findRestore", () -> driver.findRestore(operationId));
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    return watch("discardRestore", () -> driver.discardRestore(operationId));
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    return watch("listVolumes", () -> driver.listVolumes());
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return watch("getVolume", () -> driver.getVolume(volumeId));
  }
}
