package io.stillframe.worker.finding;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Finding;
import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.SnapshotProvider;

/** Looks at single copies, because a list is no proof. A look that fails changes nothing. */
@Singleton
class Confirming {
  private final Settling settling;

  Confirming(Settling settling) {
    this.settling = settling;
  }

  /** Looks whether it is so, and stores it if it is. */
  Uni<Void> confirm(Connection connection, Suspicion suspicion) {
    return switch (suspicion) {
      case Suspicion.Orphan(ProviderSnapshot copy) ->
          again(connection, Objects.requireNonNull(copy.id()))
              .chain(
                  now ->
                      now.filter(each -> each.status() != CopyStatus.DELETING).isPresent()
                          ? settling.orphan(connection, now.get())
                          : settling.resolve(Sighting.orphanId(connection, copy)));
      case Suspicion.Second(ProviderSnapshot copy, Ours ours) ->
          again(connection, Objects.requireNonNull(copy.id()))
              .chain(
                  now ->
                      now.isPresent()
                          ? settling.second(connection, now.get(), ours)
                          : settling.resolve(Sighting.orphanId(connection, copy)));
      case Suspicion.Missing(Ours ours) ->
          isGone(connection, ours)
              .chain(
                  gone ->
                      gone
                          ? settling.missing(connection, ours)
                          : settling.resolve(Sighting.id(connection, ours, Finding.Kind.MISSING)));
      case Suspicion.Back(Ours ours) ->
          ours(connection, ours)
              .chain(
                  now ->
                      now.filter(each -> each.status() == CopyStatus.AVAILABLE).isPresent()
                          ? settling.back(connection, ours)
                          : Uni.createFrom().voidItem());
      case Suspicion.Drift(Ours ours) -> confirmDrift(connection, ours);
    };
  }

  private Uni<Void> confirmDrift(Connection connection, Ours ours) {
    return ours(connection, ours)
        .chain(
            now -> {
              if (now.isEmpty()) {
                return Uni.createFrom().voidItem();
              }
              Optional<String> difference =
                  Difference.between(ours, now.get(), Difference.isInNames(connection));
              return difference.isPresent()
                  ? settling.drift(connection, ours, now.get(), difference.get())
                  : settling.resolve(Sighting.id(connection, ours, Finding.Kind.DRIFT));
            });
  }

  /** Nothing was seen of the finding this time; that may be because the list is half of one. */
  Uni<Void> reconsider(
      Connection connection, Finding finding, Map<UUID, Ours> ours, Comparison comparison) {
    String copy = finding.providerSnapshotId();
    Ours subject = finding.snapshotId() == null ? null : ours.get(finding.snapshotId());
    return switch (finding.kind()) {
      case ORPHAN ->
          copy == null || comparison.isOurs(copy)
              ? settling.resolve(finding.id())
              : again(connection, copy)
                  .chain(
                      now ->
                          now.isEmpty()
                              ? settling.resolve(finding.id())
                              : Uni.createFrom().voidItem());
      case MISSING ->
          subject != null && (subject.moving() || subject.state() == SnapshotState.MISSING)
              ? Uni.createFrom().voidItem()
              : settling.resolve(finding.id());
      case DRIFT ->
          subject != null
                  && (subject.moving()
                      || subject.state() == SnapshotState.AVAILABLE
                          && comparison.copyOf(subject.id()).isEmpty())
              ? Uni.createFrom().voidItem()
              : settling.resolve(finding.id());
    };
  }

  private static Uni<Optional<ProviderSnapshot>> again(Connection connection, String copy) {
    return limited(connection, connection.driver().getCopy(copy));
  }

  private static Uni<Optional<ProviderSnapshot>> ours(Connection connection, Ours ours) {
    return limited(connection, connection.driver().getSnapshot(ours.copy()));
  }

  /** Neither by its id nor by its marker. */
  private static Uni<Boolean> isGone(Connection connection, Ours ours) {
    SnapshotProvider driver = connection.driver();
    return ours(connection, ours)
        .chain(
            byId ->
                byId.isPresent()
                    ? Uni.createFrom().item(false)
                    : limited(connection, driver.findByMarker(ours.id())).map(Optional::isEmpty));
  }

  private static <T> Uni<T> limited(Connection connection, Uni<T> look) {
    return look.ifNoItem().after(connection.config().callTimeout()).fail();
  }
}
