package io.stillframe.worker.provider.held;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Progress;
import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderRestore;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.provider.SnapshotProvider;

/**
 * A provider in memory that has every volume one asks for, and whose work is done at once unless
 * the test holds it: then nothing moves before the test says so.
 */
public final class HeldDriver implements SnapshotProvider {
  private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

  private final Map<UUID, String> copies = new ConcurrentHashMap<>();
  private final Map<UUID, String> newVolumes = new ConcurrentHashMap<>();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<Void>> unanswered = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<UUID> unlisted = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();
  private volatile boolean refusesDiscards;
  private volatile boolean silentAboutVolumes;
  private volatile boolean askedForVolumes;
  private volatile @Nullable ProviderException trouble;
  private final AtomicInteger failed = new AtomicInteger();

  /** Leaves copies of this volume, or the new volume of this name, in the making. */
  public void hold(String name) {
    held.add(name);
  }

  public void release(String name) {
    held.remove(name);
  }

  /** Keeps new volumes that nobody wants, as a cloud does while it makes them. */
  public void refuseDiscards() {
    refusesDiscards = true;
  }

  public void takeDiscards() {
    refusesDiscards = false;
  }

  /** Has every call fail in this way. */
  public void failWith(ProviderException trouble) {
    this.trouble = trouble;
  }

  public void recover() {
    trouble = null;
  }

  /** Leaves the copy out of lists, though it is there. */
  public void leaveOut(UUID snapshotId) {
    unlisted.add(snapshotId);
  }

  /** Fails whoever asks for the copy by itself. */
  public void failAsked(UUID snapshotId) {
    unreadable.add(snapshotId);
  }

  /** Loses the copy. */
  public void lose(UUID snapshotId) {
    copies.remove(snapshotId);
  }

  /** Does not answer when it is asked for its volumes, until it is told to. */
  public void keepSilentAboutVolumes(boolean silent) {
    silentAboutVolumes = silent;
  }

  /** Whether somebody waits for its volumes in vain. */
  public boolean isAskedForVolumes() {
    return askedForVolumes;
  }

  /** How many calls it has failed. */
  public int failed() {
    return failed.get();
  }

  private <T> Uni<T> unlessInTrouble(String call, Supplier<T> answer) {
    calls.add(call);
    return unlessInTrouble(answer);
  }

  private <T> Uni<T> unlessInTrouble(Supplier<T> answer) {
    ProviderException failure = trouble;
    if (failure == null) {
      return Uni.createFrom().item(answer.get());
    }
    failed.incrementAndGet();
    return Uni.createFrom().failure(failure);
  }

  /** Leaves the call that asks for the new volume of this name without an answer. */
  public void keepSilent(String name) {
    unanswered.put(name, new CompletableFuture<>());
  }

  public void answer(String name) {
    Objects.requireNonNull(unanswered.remove(name)).complete(null);
  }

  /** The new volumes that there are, finished or not, by their names. */
  public List<String> newVolumes() {
    return List.copyOf(newVolumes.values());
  }

  /** What was asked about copies and new volumes so far, in its order. */
  public List<String> calls() {
    return calls;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(false, true, true, Progress.Source.NONE, 1);
  }

  @Override
  public Uni<Void> check() {
    return unlessInTrouble(() -> null);
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return unlessInTrouble(
        "createSnapshot",
        () -> {
          copies.put(wanted.snapshotId(), wanted.volumeId());
          return find(wanted.snapshotId()).orElseThrow();
        });
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    if (unreadable.contains(snapshotId)) {
      failed.incrementAndGet();
      return Uni.createFrom()
          .failure(
              new ProviderException(
                  ErrorClass.RETRYABLE, ProblemType.PROVIDER_UNAVAILABLE.because("asked to")));
    }
    return unlessInTrouble("findByMarker", () -> find(snapshotId));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    return findByMarker(copy.snapshotId());
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId) {
    return findByMarker(UUID.fromString(providerSnapshotId));
  }

  @Override
  public Uni<Void> deleteCopy(String providerSnapshotId) {
    return deleteSnapshot(new CopyRef(UUID.fromString(providerSnapshotId), null, null));
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    return Uni.createFrom()
        .item(
            () ->
                copies.keySet().stream()
                    .filter(each -> !unlisted.contains(each))
                    .map(this::find)
                    .flatMap(Optional::stream)
                    .toList());
  }

  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return Uni.createFrom().voidItem();
  }

  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    return unlessInTrouble(
        "deleteSnapshot",
        () -> {
          copies.remove(copy.snapshotId());
          return null;
        });
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    calls.add("restore");
    newVolumes.put(wanted.operationId(), wanted.name());
    return Uni.createFrom()
        .completionStage(() -> unanswered.getOrDefault(wanted.name(), AT_ONCE))
        .map(ignored -> found(wanted.operationId()).orElseThrow());
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    calls.add("findRestore");
    return Uni.createFrom().item(() -> found(operationId));
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    calls.add("discardRestore");
    if (!refusesDiscards) {
      newVolumes.remove(operationId);
    }
    return Uni.createFrom().voidItem();
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    askedForVolumes = silentAboutVolumes;
    return silentAboutVolumes ? Uni.createFrom().nothing() : Uni.createFrom().item(List.of());
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return unlessInTrouble(
        () ->
            Optional.of(
                new ProviderVolume(
                    volumeId, "the volume's name", null, 1000, true, null, null, null)));
  }

  private CopyStatus statusOf(String name) {
    return held.contains(name) ? CopyStatus.CREATING : CopyStatus.AVAILABLE;
  }

  private Optional<ProviderSnapshot> find(UUID snapshotId) {
    return Optional.ofNullable(copies.get(snapshotId))
        .map(
            volumeId ->
                new ProviderSnapshot(
                    snapshotId.toString(),
                    null,
                    Optional.of(Marker.of(snapshotId)),
                    null,
                    volumeId,
                    statusOf(volumeId),
                    1000L,
                    null,
                    null,
                    null,
                    null,
                    null));
  }

  private Optional<ProviderRestore> found(UUID operationId) {
    return Optional.ofNullable(newVolumes.get(operationId))
        .map(
            name ->
                new ProviderRestore(
                    statusOf(name),
                    statusOf(name) == CopyStatus.AVAILABLE
                        ? new RestoredVolume(operationId.toString(), name, 1000)
                        : null,
                    null));
  }
}
