package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

import io.quarkus.logging.Log;
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
 * Serves one environment from folders. It keeps nothing in memory: what is known of a copy stands
 * in its folder, so that every worker on the same disks sees and may stop it. Over 200 lines
 * because it is the whole SPI in one place.
 */
final class LocalDriver implements SnapshotProvider {
  private static final Capabilities CAPABILITIES =
      new Capabilities(true, true, true, Progress.Source.REPORTED, 1);

  private final VolumeFolder volumes;

  /** Copies on the volumes' own storage. */
  private final CopyFolder primary;

  private final CopyFolder secondary;
  private final Executor calls;
  private final Clock clock;

  LocalDriver(
      VolumeFolder volumes, CopyFolder primary, CopyFolder secondary, Executor calls, Clock clock) {
    this.volumes = volumes;
    this.primary = primary;
    this.secondary = secondary;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Uni<Void> check() {
    return call(
        () -> {
          if (!Files.isReadable(volumes.path())) {
            throw new ProviderException(
                ErrorClass.RETRYABLE,
                ProblemType.PROVIDER_UNAVAILABLE.because(
                    "the folder with the volumes cannot be read"));
          }
          return null;
        });
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return call(
        () -> {
          Image image =
              volumes
                  .find(wanted.volumeId())
                  .orElseThrow(
                      () ->
                          ProviderException.rejected(
                              ProblemType.VOLUME_NOT_FOUND,
                              "there is no volume " + wanted.volumeId()));
          CopyFolder copies = wanted.rapid() ? primary : secondary;
          Optional<ProviderSnapshot> existing = find(wanted.snapshotId());
          if (existing.isPresent() && existing.get().status() != CopyStatus.FAILED) {
            return existing.get();
          }
          CopyWork work = new CopyWork(image.path(), wanted, copies, clock);
          copies
              .workplace(wanted.snapshotId())
              .enter()
              .ifPresent(shift -> begin("copy", wanted.snapshotId(), shift, work::run));
          return new ProviderSnapshot(
              wanted.snapshotId().toString(),
              null,
              Optional.of(Marker.of(wanted.snapshotId())),
              wanted.name(),
              wanted.volumeId(),
              CopyStatus.CREATING,
              image.volume().sizeBytes(),
              null,
              null,
              null,
              Progress.reported(0, image.volume().sizeBytes()),
              null);
        });
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    return call(() -> find(snapshotId));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    return call(() -> copy.providerSnapshotId() == null ? find(idOf(copy)) : findMade(idOf(copy)));
  }

  /** A copy is called by the snapshot that it was made for, also if another one adopted it. */
  private static UUID idOf(CopyRef copy) {
    String id = copy.providerSnapshotId();
    return id == null ? copy.snapshotId() : UUID.fromString(id);
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId) {
    return call(() -> findMade(UUID.fromString(providerSnapshotId)));
  }

  @Override
  public Uni<Void> deleteCopy(String providerSnapshotId) {
    return call(
        () -> {
          UUID id = UUID.fromString(providerSnapshotId);
          findMade(id);
          return remove(id);
        });
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    return call(
        () -> {
          List<ProviderSnapshot> all = new ArrayList<>(primary.list());
          all.addAll(secondary.list());
          return all;
        });
  }

  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return call(
        () -> {
          findMade(idOf(copy));
          for (CopyFolder copies : List.of(primary, secondary)) {
            Optional<Manifest> manifest = copies.manifest(idOf(copy));
            if (manifest.isPresent()) {
              copies.rewrite(manifest.get().with(members));
            }
          }
          return null;
        });
  }

  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    return call(
        () -> {
          if (copy.providerSnapshotId() != null) {
            findMade(idOf(copy));
          }
          return remove(idOf(copy));
        });
  }

  private @Nullable Void remove(UUID id) throws IOException {
    primary.remove(id);
    secondary.remove(id);
    return null;
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    return call(
        () -> {
          Optional<ProviderRestore> existing = restored(wanted.operationId());
          if (existing.isPresent() && existing.get().status() != CopyStatus.FAILED) {
            return existing.get();
          }
          UUID snapshotId = idOf(wanted.source());
          findMade(snapshotId);
          for (CopyFolder copies : List.of(primary, secondary)) {
            Optional<Manifest> manifest = copies.manifest(snapshotId);
            if (manifest.isPresent()) {
              RestoreWork work =
                  new RestoreWork(copies.image(snapshotId), manifest.get(), wanted, volumes);
              workplaceOf(wanted.operationId())
                  .enter()
                  .ifPresent(shift -> begin("restore", wanted.operationId(), shift, work::run));
              return new ProviderRestore(CopyStatus.CREATING, null, null);
            }
          }
          throw ProviderException.rejected(
              ProblemType.SNAPSHOT_NOT_AVAILABLE, "the provider has no such copy");
        });
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    return call(() -> restored(operationId));
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    return call(
        () -> {
          if (workplaceOf(operationId).clear()) {
            volumes.removeRestoredBy(operationId);
          }
          return null;
        });
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    return call(() -> volumes.list().stream().map(Image::volume).toList());
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return call(() -> volumes.find(volumeId).map(Image::volume));
  }

  private Optional<ProviderSnapshot> find(UUID snapshotId) throws IOException {
    Optional<ProviderSnapshot> found = primary.find(snapshotId);
    return found.isPresent() ? found : secondary.find(snapshotId);
  }

  /**
   * A copy that was made once.
   *
   * @throws ProviderException retryable if it is not found where nothing can be: a storage that is
   *     not mounted has none of its copies, and none of them is gone. Where some are on the
   *     volumes' storage and some are not, nobody knows which it was, so only if neither is there
   */
  private Optional<ProviderSnapshot> findMade(UUID snapshotId) throws IOException {
    Optional<ProviderSnapshot> found = find(snapshotId);
    if (found.isEmpty() && !primary.isOpen() && !secondary.isOpen()) {
      throw new ProviderException(
          ErrorClass.RETRYABLE,
          ProblemType.PROVIDER_UNAVAILABLE.because("the folder with the copies is away"));
    }
    return found;
  }

  private Workplace workplaceOf(UUID operationId) {
    return new Workplace(new OwnFolders(volumes.path()), volumes.path(), operationId);
  }

  private Optional<ProviderRestore> restored(UUID operationId) throws IOException {
    Optional<ProviderRestore> whole = published(operationId);
    if (whole.isPresent()) {
      return whole;
    }
    return switch (workplaceOf(operationId).status()) {
      case Workplace.Status.Working ignored ->
          Optional.of(new ProviderRestore(CopyStatus.CREATING, null, null));
      case Workplace.Status.Failed failed ->
          Optional.of(new ProviderRestore(CopyStatus.FAILED, null, failed.problem()));
      case Workplace.Status.Abandoned ignored -> published(operationId);
    };
  }

  private Optional<ProviderRestore> published(UUID operationId) throws IOException {
    return volumes
        .findRestoredBy(operationId)
        .map(Image::volume)
        .map(
            volume ->
                new ProviderRestore(
                    CopyStatus.AVAILABLE,
                    new RestoredVolume(volume.id(), volume.name(), volume.sizeBytes()),
                    null));
  }

  /** The work of a shift, in a thread of its own: reading and writing disks blocks. */
  private interface Work {
    void run(Workplace.Shift shift) throws IOException;
  }

  private static void begin(String what, UUID marker, Workplace.Shift shift, Work work) {
    Thread.ofPlatform()
        .daemon()
        .name(what + "-" + marker)
        .start(
            () -> {
              try (shift) {
                try {
                  work.run(shift);
                } catch (StoppedException e) {
                  shift.fail(null);
                } catch (ProviderException e) {
                  shift.fail(e.problem());
                } catch (IOException | RuntimeException e) {
                  Log.warnf(e, "Work at local storage failed work=%s marker=%s", what, marker);
                  shift.fail(LocalProblems.of(e));
                }
              } catch (IOException e) {
                Log.errorf(e, "Remains could not be cleared work=%s marker=%s", what, marker);
              }
            });
  }

  private <T> Uni<T> call(Callable<T> work) {
    return Uni.createFrom()
        .<T>emitter(
            emitter -> {
              try {
                emitter.complete(work.call());
              } catch (ProviderException e) {
                emitter.fail(e);
              } catch (Exception e) {
                emitter.fail(told(LocalProblems.ofCall(e), e));
              }
            })
        .runSubscriptionOn(calls);
  }

  /** What is tried again and again is told in a line. */
  private static ProviderException told(ProviderException failure, Exception cause) {
    if (failure.errorClass() == ErrorClass.RETRYABLE) {
      Log.warnf("Local storage call failed, missing=%s", cause.getMessage());
    } else {
      Log.warnf(cause, "Local storage call failed: %s", failure.problem().title());
    }
    return failure;
  }
}
