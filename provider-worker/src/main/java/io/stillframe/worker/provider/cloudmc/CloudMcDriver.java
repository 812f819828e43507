package io.stillframe.worker.provider.cloudmc;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Progress;
import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.HttpTrouble;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderRestore;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.provider.SnapshotProvider;

/**
 * One environment of CloudMC. It has no tags, so the marker is the end of the name. A create
 * answers with a task; the snapshot's id is known when the task has ended, and the ticket until
 * then is the task's id. Over 200 lines because it is the whole SPI in one place.
 */
final class CloudMcDriver implements SnapshotProvider {
  /** CloudStack keeps names in a column of this length. */
  private static final int LONGEST_NAME = 255;

  private static final long GIB = 1L << 30;
  private static final String SNAPSHOTTING = "Snapshotting";

  /** CloudStack refuses two copies of one volume at once. */
  private static final Capabilities CAPABILITIES =
      new Capabilities(false, false, true, Progress.Source.NONE, 1);

  private final CloudMcClient client;

  CloudMcDriver(CloudMcClient client) {
    this.client = client;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Uni<Void> check() {
    return client.volumes().replaceWithVoid();
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return marked(wanted.snapshotId(), wanted.volumeId())
        .chain(found -> found.isPresent() ? Uni.createFrom().item(found.get()) : create(wanted));
  }

  private Uni<ProviderSnapshot> create(NewCopy wanted) {
    return client
        .create(body(wanted))
        .onFailure(CloudMcDriver::isRefusal)
        .recoverWithUni(refusal -> explain((ProviderException) refusal, wanted))
        .map(
            answer ->
                Copies.inTheMaking(TaskView.begun(answer), answer.taskId(), wanted.snapshotId()));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProviderException refused
        && refused.errorClass() == ErrorClass.REJECTED;
  }

  /** Why is told in words only; the volume tells whether it is gone, or busy for a while. */
  private Uni<Wire.Envelope> explain(ProviderException refusal, NewCopy wanted) {
    return client
        .volume(wanted.volumeId())
        .chain(
            volume ->
                volume.filter(CloudMcDriver::isReady).isPresent()
                    // It may have been busy when we asked; a second refusal means something else.
                    ? client.create(body(wanted))
                    : Uni.createFrom().failure(reason(refusal, volume, wanted)));
  }

  private static boolean isReady(Wire.Volume volume) {
    return "Ready".equalsIgnoreCase(volume.state());
  }

  private static Wire.NewSnapshot body(NewCopy wanted) {
    String name = Marker.mark(wanted.name(), wanted.snapshotId(), LONGEST_NAME);
    return new Wire.NewSnapshot(wanted.volumeId(), name, wanted.rapid());
  }

  private static ProviderException reason(
      ProviderException refusal, Optional<Wire.Volume> volume, NewCopy wanted) {
    if (volume.isEmpty()) {
      return HttpTrouble.explained(
          ErrorClass.REJECTED,
          refusal,
          ProblemType.VOLUME_NOT_FOUND,
          "there is no volume " + wanted.volumeId());
    }
    return SNAPSHOTTING.equalsIgnoreCase(volume.get().state())
        ? HttpTrouble.explained(
            ErrorClass.RETRYABLE,
            refusal,
            ProblemType.VOLUME_NOT_READY,
            "another snapshot of the volume is being made")
        : refusal;
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    return marked(snapshotId, null);
  }

  private Uni<Optional<ProviderSnapshot>> marked(UUID snapshotId, @Nullable String volumeId) {
    Optional<String> marker = Optional.of(Marker.of(snapshotId));
    return client
        .snapshots(volumeId)
        .map(
            all ->
                all.stream()
                    .filter(each -> Marker.in(each.name()).equals(marker))
                    .flatMap(each -> Copies.of(each).stream())
                    .findFirst());
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    String id = copy.providerSnapshotId();
    if (id != null) {
      return getCopy(id);
    }
    String ticket = copy.ticket();
    return ticket == null ? findByMarker(copy.snapshotId()) : byTask(copy.snapshotId(), ticket);
  }

  /** An expired task says nothing, nor one that has ended without telling what it made. */
  private Uni<Optional<ProviderSnapshot>> byTask(UUID snapshotId, String ticket) {
    return client
        .task(ticket)
        .chain(
            found -> {
              if (found.isEmpty()) {
                return findByMarker(snapshotId);
              }
              TaskView task = found.get();
              String made = task.madeId();
              return task.status() == TaskView.Status.SUCCESS
                  ? made == null ? findByMarker(snapshotId) : getCopy(made)
                  : Uni.createFrom()
                      .item(Optional.of(Copies.inTheMaking(task, ticket, snapshotId)));
            });
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId) {
    return client.snapshot(providerSnapshotId).map(found -> found.flatMap(Copies::of));
  }

  @Override
  public Uni<Void> deleteCopy(String providerSnapshotId) {
    return getCopy(providerSnapshotId)
        .chain(
            found ->
                found.filter(each -> each.status() != CopyStatus.DELETING).isPresent()
                    ? remove(found.get()).replaceWithVoid()
                    : Uni.createFrom().voidItem());
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    return client
        .snapshots(null)
        .map(all -> all.stream().flatMap(each -> Copies.of(each).stream()).toList());
  }

  /** Nothing reaches the cloud: it can't change a snapshot. */
  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return Uni.createFrom().voidItem();
  }

  /**
   * A copy in the making can't be stopped: the cloud refuses, and is asked again. A second copy
   * with the marker, which a lookup would find for ever, is removed too.
   */
  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    Optional<String> marker = Optional.of(Marker.of(copy.snapshotId()));
    return listSnapshots()
        .chain(
            all ->
                Multi.createFrom()
                    .iterable(all)
                    .filter(
                        each ->
                            each.marker().equals(marker)
                                || Objects.equals(each.id(), copy.providerSnapshotId()))
                    .filter(each -> each.status() != CopyStatus.DELETING)
                    .onItem()
                    .transformToUniAndConcatenate(this::remove)
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  private Uni<Boolean> remove(ProviderSnapshot copy) {
    Uni<Boolean> asked =
        client.delete(Objects.requireNonNull(copy.id())).map(answer -> answer.isPresent());
    return copy.status() == CopyStatus.CREATING
        ? asked.onFailure(CloudMcDriver::isRefusal).recoverWithItem(false)
        : asked;
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    return Uni.createFrom()
        .failure(
            ProviderException.rejected(
                ProblemType.NOT_SUPPORTED, "CloudMC makes no volumes from snapshots"));
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    return Uni.createFrom().item(Optional.empty());
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    return Uni.createFrom().voidItem();
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    return client.volumes().map(all -> all.stream().map(CloudMcDriver::volume).toList());
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return client.volume(volumeId).map(found -> found.map(CloudMcDriver::volume));
  }

  private static ProviderVolume volume(Wire.Volume volume) {
    return new ProviderVolume(
        volume.id(),
        volume.name(),
        volume.type(),
        volume.sizeInGb() * GIB,
        // While a snapshot is made of it, of ours or another's, the next one only has to wait.
        isReady(volume) || SNAPSHOTTING.equalsIgnoreCase(volume.state()),
        null,
        volume.instanceId(),
        volume.instanceName());
  }
}
