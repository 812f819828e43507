package io.stillframe.worker.provider.scaleway;

import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderException;

/** How copies are removed: a finished one at once, one in the making when the cloud allows it. */
record Removals(Generation generation) {
  /** One that is gone may have left a second one with its marker, which a lookup would find. */
  Uni<Void> remove(CopyRef copy) {
    String id = copy.providerSnapshotId();
    return id == null
        ? removeMarked(copy.snapshotId())
        : remove(id)
            .chain(was -> was ? Uni.createFrom().voidItem() : removeMarked(copy.snapshotId()));
  }

  /** This one, whatever marker it carries. */
  Uni<Void> removeOnly(String id) {
    return remove(id).replaceWithVoid();
  }

  private Uni<Void> removeMarked(UUID snapshotId) {
    return generation
        .marked(snapshotId)
        .chain(
            found ->
                Multi.createFrom()
                    .iterable(found)
                    .onItem()
                    .transformToUniAndConcatenate(each -> remove(each.id()))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  /** Whether it was there. */
  private Uni<Boolean> remove(String id) {
    return remove(id, true);
  }

  /**
   * A copy in the making can't be stopped, and goes later; one that was finished when it was looked
   * at may have been in the making when it was refused, so it is tried once more.
   */
  private Uni<Boolean> remove(String id, boolean again) {
    return generation
        .client()
        .deleteSnapshot(id)
        .onFailure(Refusal::isFinal)
        .recoverWithUni(
            refusal ->
                generation
                    .client()
                    .snapshot(id)
                    .chain(left -> kept(id, left, (ProviderException) refusal, again)));
  }

  private Uni<Boolean> kept(
      String id, Optional<Wire.Snapshot> left, ProviderException refusal, boolean again) {
    boolean finished = left.isPresent() && Copies.status(left.get().state()) != CopyStatus.CREATING;
    if (!finished || Refusal.isTransient(refusal)) {
      return Uni.createFrom().item(left.isPresent());
    }
    // Any other that is kept is kept for a reason.
    return again ? remove(id, false) : Uni.createFrom().failure(Refusal.broken(refusal));
  }
}
