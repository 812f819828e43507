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
    return generation
        .client()
        .deleteSnapshot(id)
        .onFailure(Refusal::isFinal)
        .recoverWithUni(
            refusal ->
                generation
                    .client()
                    .snapshot(id)
                    .map(left -> mayGoLater((ProviderException) refusal, left)));
  }

  /** A copy in the making can't be stopped; any other that is kept is kept for a reason. */
  private static boolean mayGoLater(ProviderException refusal, Optional<Wire.Snapshot> left) {
    boolean unfinished =
        left.isPresent() && Copies.status(left.get().state()) == CopyStatus.CREATING;
    if (left.isPresent() && !unfinished && !Refusal.isTransient(refusal)) {
      throw Refusal.broken(refusal);
    }
    return left.isPresent();
  }
}
