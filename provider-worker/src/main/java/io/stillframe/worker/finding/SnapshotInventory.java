package io.stillframe.worker.finding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Finding;
import io.stillframe.worker.budget.Budgets;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;

/**
 * Compares what a provider holds with our records. A list makes suspicions, and nothing more: half
 * a list looks like one of a provider that has lost copies. Each is confirmed by a look of its own,
 * and a look that fails leaves everything as it was.
 */
@Singleton
public class SnapshotInventory {
  private static final int LOOKS_AT_ONCE = 4;

  /** In one pass, which ends when they were looked at; nobody hears of an environment before. */
  private static final int MOST_ORPHANS = 100;

  /** How long a look waits where the connection's budget has no room. */
  private static final Duration NO_ROOM = Duration.ofSeconds(1);

  private final Sessions sessions;
  private final Records records;
  private final Findings findings;
  private final Confirming confirming;
  private final Budgets budgets;
  private final Clock clock;

  SnapshotInventory(
      Sessions sessions,
      Records records,
      Findings findings,
      Confirming confirming,
      Budgets budgets,
      Clock clock) {
    this.sessions = sessions;
    this.records = records;
    this.findings = findings;
    this.confirming = confirming;
    this.budgets = budgets;
    this.clock = clock;
  }

  private record Known(List<Ours> ours, List<Finding> findings) {}

  /** Looks at the environment; fails with the looks that failed, when the others were made. */
  public Uni<Void> look(Connection connection) {
    Instant start = clock.instant();
    return connection
        .driver()
        .listSnapshots()
        .ifNoItem()
        .after(connection.longestList())
        .fail()
        .chain(
            listed ->
                known(connection, start).chain(known -> settle(connection, listed, known, start)));
  }

  /**
   * Read after the list: what it shows of ours was in our records before it was at the provider.
   */
  private Uni<Known> known(Connection connection, Instant start) {
    Duration shownAfter =
        connection.visibilityDelay().plus(Duration.between(start, clock.instant()));
    return sessions.run(
        () ->
            Panache.withTransaction(
                () ->
                    records
                        .of(connection, shownAfter)
                        .chain(
                            ours ->
                                findings
                                    .unresolved(connection)
                                    .map(found -> new Known(ours, found)))));
  }

  private Uni<Void> settle(
      Connection connection, List<ProviderSnapshot> listed, Known known, Instant start) {
    Comparison comparison =
        new Comparison(
            listed,
            known.ours(),
            start.minus(connection.visibilityDelay()),
            Difference.isInNames(connection));
    Set<UUID> suspected =
        comparison.suspicions().stream()
            .map(each -> Sighting.idOf(connection, each))
            .collect(Collectors.toSet());
    Map<UUID, Ours> ours =
        known.ours().stream().collect(Collectors.toMap(Ours::id, Function.identity()));
    Set<UUID> unresolved = known.findings().stream().map(Finding::id).collect(Collectors.toSet());
    // What is not ours comes last, is confirmed once, and some of it in each pass, any of it: there
    // may be thousands of it, of which some can't be confirmed.
    List<Suspicion> orphans =
        new ArrayList<>(
            comparison.suspicions().stream()
                .filter(SnapshotInventory::isOrphan)
                .filter(each -> !unresolved.contains(Sighting.idOf(connection, each)))
                .toList());
    Collections.shuffle(orphans);
    Stream<Supplier<Uni<Void>>> looks =
        Stream.concat(
            Stream.concat(
                    comparison.suspicions().stream().filter(each -> !isOrphan(each)),
                    orphans.stream().limit(MOST_ORPHANS))
                .map(each -> () -> confirming.confirm(connection, each)),
            known.findings().stream()
                .filter(each -> !suspected.contains(each.id()))
                .map(each -> () -> confirming.reconsider(connection, each, ours, comparison)));
    AtomicBoolean inVain = new AtomicBoolean();
    return Multi.createFrom()
        .items(looks)
        .onItem()
        .transformToUni(
            look -> unlessInVain(() -> turn(connection).chain(() -> look.get()), inVain))
        .collectFailures()
        .merge(LOOKS_AT_ONCE)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Looks count as calls; where tasks use up all there is, a few are made all the same. */
  private Uni<Void> turn(Connection connection) {
    return sessions
        .run(() -> Panache.withTransaction(() -> budgets.spend(connection)))
        .chain(
            room ->
                room
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().voidItem().onItem().delayIt().by(NO_ROOM));
  }

  private static boolean isOrphan(Suspicion suspicion) {
    return suspicion instanceof Suspicion.Orphan;
  }

  /** Makes the look, unless one before was not answered, or we were asked to slow down. */
  private static Uni<Void> unlessInVain(Supplier<Uni<Void>> look, AtomicBoolean inVain) {
    return Uni.createFrom()
        .deferred(() -> inVain.get() ? Uni.createFrom().voidItem() : look.get())
        .onFailure(SnapshotInventory::endsThePass)
        .invoke(() -> inVain.set(true));
  }

  private static boolean endsThePass(Throwable failure) {
    return !(failure instanceof ProviderException known)
        || !known.answered()
        || known.errorClass() == ErrorClass.THROTTLED;
  }
}
