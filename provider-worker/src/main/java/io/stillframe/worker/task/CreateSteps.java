package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;

/** Takes a snapshot: volume checked, copy started once, watched to its end, or cleaned up. */
@Singleton
class CreateSteps implements Steps {
  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    if (task.mustSettle(now)) {
      return settle(task, snapshot, connection);
    }
    return task.step() == Step.START
        ? start(task, snapshot, connection)
        : observe(task, snapshot, connection);
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return Decision.quietly(snapshot, Next.settle(problem));
  }

  @Override
  public Decision abandon(Snapshot snapshot, Task task, Next sweep, Instant now) {
    return CreateCleanUp.leftToSweep(snapshot, task, sweep, now);
  }

  private Uni<Fold> start(Task task, Snapshot snapshot, Connection connection) {
    if (task.calledAt() == null) {
      return create(snapshot, connection);
    }
    return connection
        .driver()
        .findByMarker(snapshot.id())
        .chain(
            found ->
                found.isPresent()
                    ? connection
                        .driver()
                        .getVolume(snapshot.volumeId())
                        .map(volume -> seen(found.get(), volume.orElse(null), connection))
                    : create(snapshot, connection));
  }

  private Uni<Fold> create(Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .getVolume(snapshot.volumeId())
        .chain(
            volume -> {
              ProviderVolume usable = usable(volume, snapshot, connection);
              return connection
                  .driver()
                  .createSnapshot(NewCopy.of(snapshot))
                  .map(copy -> seen(copy, usable, connection));
            });
  }

  /**
   * The worker checks again what the command service may not have known: a foreign volume is an
   * unknown one.
   */
  private static ProviderVolume usable(
      Optional<ProviderVolume> volume, Snapshot snapshot, Connection connection) {
    ProviderVolume known =
        volume
            .filter(each -> connection.ownerOf(each).equals(snapshot.organization()))
            .orElseThrow(
                () ->
                    ProviderException.rejected(
                        ProblemType.VOLUME_NOT_FOUND,
                        "%s has no volume %s in %s"
                            .formatted(
                                snapshot.provider(), snapshot.volumeId(), snapshot.environment())));
    if (!known.ready()) {
      throw ProviderException.rejected(
          ProblemType.VOLUME_NOT_READY, "the volume is busy; try again later");
    }
    return known;
  }

  private static Fold seen(
      ProviderSnapshot copy, @Nullable ProviderVolume volume, Connection connection) {
    return (snapshot, task, now) ->
        CreateDecisions.creating(
            snapshot, task, copy, volume, Polling.after(task.attempts(), connection), now);
  }

  private Uni<Fold> observe(Task observed, Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .getSnapshot(CopyRef.of(snapshot, observed.ticket()))
        .map(
            copy ->
                (current, task, now) -> {
                  if (copy.isPresent()) {
                    return seen(copy.get(), null, connection).onto(current, task, now);
                  }
                  // Gone in the making, for example with the process that made it: the marker
                  // decides, then it begins anew.
                  return Decision.quietly(
                      current, new Next.Again(Step.START, Duration.ZERO, task.failures(), null));
                });
  }

  private Uni<Fold> settle(Task settled, Snapshot snapshot, Connection connection) {
    CopyRef copy = CopyRef.of(snapshot, settled.ticket());
    return connection
        .driver()
        .deleteSnapshot(copy)
        .chain(() -> left(copy, connection))
        .map(
            left ->
                left.isEmpty()
                    ? CreateCleanUp::done
                    : (current, task, now) ->
                        CreateCleanUp.goesOn(
                            current, task, Leftovers.pause(task, connection), now));
  }

  /** What has a ticket only may not be listed yet, and be made all the same. */
  private static Uni<Optional<ProviderSnapshot>> left(CopyRef copy, Connection connection) {
    return connection
        .driver()
        .findByMarker(copy.snapshotId())
        .chain(
            found ->
                found.isPresent() || copy.ticket() == null || copy.providerSnapshotId() != null
                    ? Uni.createFrom().item(found)
                    : byTicket(copy, connection));
  }

  /** What is known by its id only has no marker, or is not listed yet; it goes by that id. */
  private static Uni<Optional<ProviderSnapshot>> byTicket(CopyRef copy, Connection connection) {
    return connection
        .driver()
        .getSnapshot(copy)
        .onFailure(CreateSteps::isRefusal)
        .recoverWithItem(Optional.empty())
        .map(made -> made.filter(each -> each.status() != CopyStatus.FAILED))
        .chain(
            made ->
                made.flatMap(each -> Optional.ofNullable(each.id()))
                    .map(id -> connection.driver().deleteCopy(id).replaceWith(made))
                    .orElseGet(() -> Uni.createFrom().item(made)));
  }

  /** A ticket that the provider does not take any more stands for nothing. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProviderException refused
        && refused.errorClass() == ErrorClass.REJECTED;
  }
}
