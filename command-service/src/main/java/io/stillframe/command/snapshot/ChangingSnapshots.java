package io.stillframe.command.snapshot;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.EntityTags;
import io.stillframe.api.PathId;
import io.stillframe.api.ProblemException;
import io.stillframe.command.inventory.KnownInventory;
import io.stillframe.command.operation.IdempotencyKey;
import io.stillframe.command.operation.Operations;
import io.stillframe.command.quota.Quotas;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.UpdateSnapshot;

/**
 * Accepts what is asked of snapshots that exist. What is known here may lag behind the workers, so
 * only what the workers would refuse too is refused; they decide about the rest. Over 200 lines
 * because update, delete and restore share how they find and refuse.
 */
@Singleton
public class ChangingSnapshots {
  /** Every snapshot of the organization may be meant. */
  static final Predicate<Snapshot> ANY = snapshot -> true;

  private final KnownSnapshots snapshots;
  private final KnownInventory inventory;
  private final NameReservations names;
  private final Operations operations;
  private final Quotas quotas;
  private final CommandConfig config;
  private final Clock clock;

  ChangingSnapshots(
      KnownSnapshots snapshots,
      KnownInventory inventory,
      NameReservations names,
      Operations operations,
      Quotas quotas,
      CommandConfig config,
      Clock clock) {
    this.snapshots = snapshots;
    this.inventory = inventory;
    this.names = names;
    this.operations = operations;
    this.quotas = quotas;
    this.config = config;
    this.clock = clock;
  }

  /**
   * In the caller's transaction.
   *
   * @param visible which of the organization's snapshots may be meant; others are as unknown
   * @param patch as {@link UpdatePatch#check} lets it pass
   */
  public Uni<Operation> update(
      UUID id,
      String organization,
      Predicate<Snapshot> visible,
      ObjectNode patch,
      Terms terms,
      Naming naming,
      Optional<IdempotencyKey> key) {
    return require(id, organization, visible)
        .chain(
            snapshot -> {
              refuseStates(
                  snapshot, SnapshotState.REJECTED, SnapshotState.DELETING, SnapshotState.DELETED);
              Instant now = clock.instant();
              UpdateSnapshot request =
                  new UpdateSnapshot(
                      UuidCreator.getTimeOrderedEpoch(),
                      id,
                      organization,
                      patch,
                      revision(snapshot, terms.ifMatch()),
                      now,
                      Deadline.of(terms.deadline(), now, config.update(), config));
              return operations
                  .requireTurn(id)
                  .chain(() -> quotas.requireChange(organization))
                  .chain(() -> reserve(snapshot, request, naming))
                  .chain(() -> operations.accept(OperationKind.UPDATE, request, key));
            });
  }

  /**
   * In the caller's transaction. A delete that is under way, or was done, is answered with.
   *
   * @param visible which of the organization's snapshots may be meant; others are as unknown
   */
  public Uni<Operation> delete(
      UUID id, String organization, Predicate<Snapshot> visible, Optional<IdempotencyKey> key) {
    return require(id, organization, visible)
        .chain(snapshot -> operations.lastDelete(id, organization))
        .chain(
            last ->
                last.map(operation -> Uni.createFrom().item(operation))
                    .orElseGet(
                        () ->
                            operations.accept(
                                OperationKind.DELETE,
                                new DeleteSnapshot(
                                    UuidCreator.getTimeOrderedEpoch(),
                                    id,
                                    organization,
                                    clock.instant()),
                                key)));
  }

  /** In the caller's transaction. */
  Uni<Operation> restore(
      UUID id, String organization, RestoreBody body, Optional<IdempotencyKey> key) {
    return require(id, organization, ANY)
        .chain(
            snapshot ->
                inventory
                    .environments(snapshot.provider())
                    .chain(
                        environments -> {
                          if (environments.stream()
                              .noneMatch(each -> each.capabilities().restore())) {
                            throw new ProblemException(
                                ProblemType.NOT_SUPPORTED.because(
                                    snapshot.provider() + " cannot restore snapshots"));
                          }
                          refuseStates(
                              snapshot,
                              SnapshotState.REJECTED,
                              SnapshotState.FAILED,
                              SnapshotState.DELETING,
                              SnapshotState.DELETE_FAILED,
                              SnapshotState.DELETED);
                          Instant now = clock.instant();
                          RestoreSnapshot request =
                              new RestoreSnapshot(
                                  UuidCreator.getTimeOrderedEpoch(),
                                  id,
                                  organization,
                                  body.name() == null
                                      ? snapshot.name()
                                      : SnapshotName.check("name", body.name()),
                                  now,
                                  Deadline.of(body.deadline(), now, config.restore(), config));
                          Long bytes = snapshot.sizeBytes();
                          return operations
                              .requireTurn(id)
                              .chain(() -> quotas.requireChange(organization))
                              .chain(
                                  () ->
                                      quotas.requireBytes(organization, bytes == null ? 0 : bytes))
                              .chain(() -> operations.accept(OperationKind.RESTORE, request, key));
                        }));
  }

  private Uni<Snapshot> require(UUID id, String organization, Predicate<Snapshot> visible) {
    return snapshots
        .lock(id, organization)
        .map(
            found ->
                found
                    .filter(visible)
                    .orElseThrow(() -> PathId.unknown(ProblemType.SNAPSHOT_NOT_FOUND)));
  }

  /**
   * Every name that the snapshot may have when all that runs has ended must be free for it: renames
   * and transfers that are under way are not known here yet, but what they reserved is.
   */
  private Uni<Void> reserve(Snapshot snapshot, UpdateSnapshot request, Naming naming) {
    Optional<String> name = UpdatePatch.text(request.patch(), "name");
    Optional<String> owner = UpdatePatch.text(request.patch(), "organization");
    if (naming == Naming.FREE || name.isEmpty() && owner.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return names
        .heldBy(snapshot.id())
        .chain(
            held -> {
              Set<String> owners = new TreeSet<>(owner.map(Set::of).orElseGet(held::owners));
              Set<String> all = new TreeSet<>(name.map(Set::of).orElseGet(held::names));
              if (held.names().isEmpty()) {
                // Made where names may repeat; from now on its name is its own.
                owners.add(owner.orElse(snapshot.organization()));
                all.add(name.orElse(snapshot.name()));
              }
              Uni<Void> taken = Uni.createFrom().voidItem();
              for (String each : owners) {
                for (String one : all) {
                  taken =
                      taken.chain(
                          () ->
                              names.take(
                                  each,
                                  snapshot.provider(),
                                  snapshot.environment(),
                                  one,
                                  snapshot.id(),
                                  request.operationId()));
                }
              }
              return taken;
            });
  }

  /** A revision that is not known here yet may be right; one that is past never will be. */
  private static @Nullable Long revision(Snapshot snapshot, @Nullable EntityTags ifMatch) {
    if (ifMatch == null || ifMatch.any()) {
      return null;
    }
    return ifMatch.tags().stream()
        .filter(tag -> !tag.weak() && tag.text().matches("\\d{1,18}"))
        .map(tag -> Long.valueOf(tag.text()))
        .filter(revision -> revision >= snapshot.revision())
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.PRECONDITION_FAILED.at(
                        "If-Match", "the snapshot has revision " + snapshot.revision())));
  }

  private static void refuseStates(Snapshot snapshot, SnapshotState... states) {
    for (SnapshotState state : states) {
      if (snapshot.state() == state) {
        throw new ProblemException(
            ProblemType.SNAPSHOT_NOT_AVAILABLE.because("the snapshot is " + state.wireName()));
      }
    }
  }
}
