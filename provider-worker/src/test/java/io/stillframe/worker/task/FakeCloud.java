package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Progress;
import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderRestore;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.provider.SnapshotProvider;

/**
 * A cloud in memory that does what it is asked as often as it is asked: that nothing is made twice
 * is the engine's work.
 */
final class FakeCloud implements SnapshotProvider {
  /** Shorter than the visibility delay of {@link LateCloud}. */
  private static final Duration UNSEEN = Duration.ofSeconds(29);

  private static final Duration SLOW = Duration.ofSeconds(20);

  private final Supplier<Instant> clock;
  private final List<Thing> things = new ArrayList<>();
  private int made;
  private final boolean promises;
  private boolean healed;
  private Trouble trouble = Trouble.NONE;
  private int callsBefore;

  /**
   * @param promises whether it tells a copy's id only when it is made, and a ticket before
   */
  FakeCloud(Supplier<Instant> clock, boolean promises) {
    this.clock = clock;
    this.promises = promises;
  }

  /** Has a later call meet trouble, and no other. */
  void meet(Trouble trouble, int callsBefore) {
    this.trouble = trouble;
    this.callsBefore = callsBefore;
  }

  /** From now on everything is made at once. */
  void heal() {
    healed = true;
    meet(Trouble.NONE, 0);
  }

  List<Thing> things() {
    things.removeIf(each -> !clock.get().isBefore(each.goneAt));
    if (healed) {
      inTheMaking().forEach(each -> each.status = CopyStatus.AVAILABLE);
    }
    return things;
  }

  void turn(int choice, Act.Fate fate) {
    List<Thing> open = inTheMaking();
    if (open.isEmpty()) {
      return;
    }
    Thing thing = open.get(choice % open.size());
    switch (fate) {
      case DONE -> thing.status = CopyStatus.AVAILABLE;
      case FAILED -> thing.status = CopyStatus.FAILED;
      case GONE -> things.remove(thing);
    }
  }

  private List<Thing> inTheMaking() {
    return things.stream().filter(each -> each.status == CopyStatus.CREATING).toList();
  }

  private <T> Uni<T> call(Supplier<T> work) {
    return call(ignored -> work.get());
  }

  private <T> Uni<T> call(Function<Trouble, T> work) {
    Trouble now = callsBefore-- == 0 ? trouble : Trouble.NONE;
    return Uni.createFrom()
        .item(
            () -> {
              now.before();
              T answer = work.apply(now);
              now.after();
              return answer;
            });
  }

  private Thing make(UUID of, boolean copy, Trouble trouble) {
    Instant now = clock.get();
    Thing thing =
        new Thing(
            (copy ? "copy-" : "volume-") + ++made,
            of,
            copy,
            trouble == Trouble.LOST_AND_UNSEEN ? now.plus(UNSEEN) : now);
    things.add(thing);
    return thing;
  }

  private void remove(Trouble trouble, Predicate<Thing> which) {
    for (Thing thing : seen(which)) {
      if (trouble == Trouble.SLOW) {
        thing.status = CopyStatus.DELETING;
        thing.goneAt = clock.get().plus(SLOW);
      } else if (trouble != Trouble.KEPT || thing.status != CopyStatus.CREATING) {
        things.remove(thing);
      }
    }
  }

  private List<Thing> seen(Predicate<Thing> which) {
    return things().stream()
        .filter(each -> !clock.get().isBefore(each.visibleAt))
        .filter(which)
        .toList();
  }

  private Optional<Thing> find(Predicate<Thing> which) {
    return seen(which).stream().findFirst();
  }

  private static Predicate<Thing> copyOf(UUID snapshotId) {
    return each -> each.copy && each.of.equals(snapshotId);
  }

  private static Predicate<Thing> volumeOf(UUID operationId) {
    return each -> !each.copy && each.of.equals(operationId);
  }

  private static Predicate<Thing> meant(CopyRef copy) {
    String id = copy.providerSnapshotId() == null ? copy.ticket() : copy.providerSnapshotId();
    return id == null ? copyOf(copy.snapshotId()) : each -> each.id.equals(id);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true, Progress.Source.NONE, 1);
  }

  @Override
  public Uni<Void> check() {
    return Uni.createFrom().voidItem();
  }

  @Override
  public Uni<ProviderSnapshot> createSnapshot(NewCopy wanted) {
    return call(met -> told(make(wanted.snapshotId(), true, met)));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId) {
    return call(() -> find(copyOf(snapshotId)).map(this::told));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy) {
    return call(() -> find(meant(copy)).map(this::told));
  }

  @Override
  public Uni<Optional<ProviderSnapshot>> getCopy(String id) {
    return call(() -> find(each -> each.id.equals(id)).map(this::told));
  }

  @Override
  public Uni<Void> deleteCopy(String id) {
    throw new UnsupportedOperationException("the engine's tasks delete snapshots");
  }

  @Override
  public Uni<List<ProviderSnapshot>> listSnapshots() {
    throw new UnsupportedOperationException("the engine's tasks list nothing");
  }

  @Override
  public Uni<Void> updateSnapshot(CopyRef copy, Writable members) {
    return call(() -> null);
  }

  /** Whoever removes by marker removes all that carries it. */
  @Override
  public Uni<Void> deleteSnapshot(CopyRef copy) {
    Predicate<Thing> which = copyOf(copy.snapshotId()).or(meant(copy));
    return removing(which);
  }

  @Override
  public Uni<ProviderRestore> restore(NewVolume wanted) {
    return call(
        met -> {
          find(meant(wanted.source()))
              .filter(each -> each.status == CopyStatus.AVAILABLE)
              .orElseThrow(
                  () ->
                      ProviderException.rejected(
                          ProblemType.SNAPSHOT_NOT_FOUND, "there is no such copy"));
          return toldOf(make(wanted.operationId(), false, met));
        });
  }

  @Override
  public Uni<Optional<ProviderRestore>> findRestore(UUID operationId) {
    return call(() -> find(volumeOf(operationId)).map(FakeCloud::toldOf));
  }

  @Override
  public Uni<Void> discardRestore(UUID operationId) {
    return removing(volumeOf(operationId));
  }

  /** To remove what is gone already succeeds; so it is never refused. */
  private Uni<Void> removing(Predicate<Thing> which) {
    if (trouble == Trouble.REJECTED && find(which).isEmpty()) {
      meet(Trouble.NONE, 0);
    }
    return call(
        met -> {
          remove(met, which);
          return null;
        });
  }

  @Override
  public Uni<List<ProviderVolume>> listVolumes() {
    throw new UnsupportedOperationException("the engine's tasks list nothing");
  }

  @Override
  public Uni<Optional<ProviderVolume>> getVolume(String volumeId) {
    return call(
        () ->
            Optional.of(
                new ProviderVolume(volumeId, "volume", null, 1000, true, null, null, null)));
  }

  private ProviderSnapshot told(Thing copy) {
    boolean promised = promises && copy.status == CopyStatus.CREATING;
    return new ProviderSnapshot(
        promised ? null : copy.id,
        promised ? copy.id : null,
        Optional.of(Marker.of(copy.of)),
        null,
        null,
        copy.status,
        1000L,
        null,
        null,
        null,
        null,
        null);
  }

  private static ProviderRestore toldOf(Thing volume) {
    return new ProviderRestore(
        volume.status,
        volume.status == CopyStatus.AVAILABLE ? new RestoredVolume(volume.id, "new", 1000) : null,
        null);
  }
}
