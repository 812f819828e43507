package io.stillframe.worker.provider.scaleway;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderRestore;

/** New volumes of snapshots: ordinary volumes, which carry the marker of their operation. */
record Restores(Generation generation) {
  Uni<ProviderRestore> begin(NewVolume wanted, Wire.Snapshot source) {
    return generation.create(wanted, source).map(this::restore);
  }

  Uni<Optional<ProviderRestore>> find(UUID operationId) {
    return marked(operationId).map(found -> found.stream().findFirst().map(this::restore));
  }

  Uni<Void> discard(UUID operationId) {
    return marked(operationId)
        .chain(
            found ->
                Multi.createFrom()
                    .iterable(found)
                    .onItem()
                    .transformToUniAndConcatenate(each -> delete(each.id()))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  /** Which volumes there are is read as a whole: no generation documents a filter for them. */
  private Uni<List<Wire.Volume>> marked(UUID operationId) {
    String marker = Marker.of(operationId);
    return generation.client().volumes().map(all -> generation.carrying(marker, all));
  }

  /** One that is still filled can't be removed before its end; then it is asked again. */
  private Uni<Boolean> delete(String id) {
    return generation
        .client()
        .deleteVolume(id)
        .onFailure(Refusal::isFinal)
        .recoverWithItem(failure -> requireBusy((ProviderException) failure));
  }

  private static boolean requireBusy(ProviderException refusal) {
    if (Refusal.isBusy(refusal)) {
      return true;
    }
    throw Refusal.broken(refusal);
  }

  private ProviderRestore restore(Wire.Volume volume) {
    return Volumes.restore(volume, generation.nameOf(volume));
  }
}
