package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;

/** Takes a snapshot: volume checked, copy started once, watched to its end, or cleaned up. */
@Singleton
class CreateSteps implements Steps {
  @Override
  public Uni<Fold> perform(Task task, Snapshot snapshot, Connection connection, Instant now) {
    if (task.step() == Step.SETTLE || task.mustSettle(now)) {
      Visibility.require(task, connection, now);
      return settle(snapshot, connection);
    }
    return task.step() == Step.START
        ? start(task, snapshot, connection, now)
        : observe(snapshot, connection);
  }

  @Override
  public Decision fail(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return Decision.quietly(snapshot, Next.settle(problem));
  }

  @Override
  public Decision abandon(Snapshot snapshot, Task task, Problem problem, Instant now) {
    return CreateDecisions.abandoned(snapshot, task, problem, now);
  }

  private Uni<Fold> start(Task task, Snapshot snapshot, Connection connection, Instant now) {
    if (task.calledAt() == null) {
      return create(snapshot, connection);
    }
    Visibility.require(task, connection, now);
    return connection
        .driver()
        .findByMarker(snapshot.id())
        .chain(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(seen(found.get()))
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
                  .map(copy -> started(copy, usable));
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

  private static Fold started(ProviderSnapshot copy, ProviderVolume volume) {
    return (snapshot, task, now) -> CreateDecisions.creating(snapshot, task, copy, volume, now);
  }

  private static Fold seen(ProviderSnapshot copy) {
    return (snapshot, task, now) -> CreateDecisions.creating(snapshot, task, copy, null, now);
  }

  private Uni<Fold> observe(Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .getSnapshot(CopyRef.of(snapshot))
        .map(
            copy ->
                (current, task, now) -> {
                  if (copy.isPresent()) {
                    return CreateDecisions.creating(current, task, copy.get(), null, now);
                  }
                  // Gone in the making, for example with the process that made it: the marker
                  // decides, then it begins anew.
                  return Decision.quietly(
                      current, new Next.Again(Step.START, Duration.ZERO, task.failures(), null));
                });
  }

  private Uni<Fold> settle(Snapshot snapshot, Connection connection) {
    return connection
        .driver()
        .deleteSnapshot(CopyRef.of(snapshot))
        .chain(() -> connection.driver().findByMarker(snapshot.id()))
        .map(
            left -> left.isPresent() ? CreateDecisions::cleanUpGoesOn : CreateDecisions::cleanedUp);
  }
}
