package io.stillframe.worker.admin;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.AdminRequest.OnFinding;
import io.stillframe.worker.request.Inbox;

/** Carries out each request about a finding once, in the caller's transaction. */
@Singleton
public class OnceActions {
  private final Inbox inbox;
  private final Actions actions;

  OnceActions(Inbox inbox, Actions actions) {
    this.inbox = inbox;
    this.actions = actions;
  }

  /** Those of the requests that were not taken before. */
  Uni<Void> carryOut(List<OnFinding> requests) {
    return carryOut(requests, Set.of());
  }

  /**
   * Those of the requests that were not taken before.
   *
   * @param ended what was carried out though the inbox does not know it
   */
  public Uni<Void> carryOut(List<OnFinding> requests, Set<UUID> ended) {
    return inbox
        .takeNew(requests, request -> request.id().toString())
        .chain(
            fresh ->
                Multi.createFrom()
                    .iterable(fresh)
                    .filter(request -> !ended.contains(request.id()))
                    .onItem()
                    .transformToUniAndConcatenate(actions::carryOut)
                    .collect()
                    .last()
                    .replaceWithVoid());
  }
}
