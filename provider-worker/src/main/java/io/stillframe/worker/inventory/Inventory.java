package io.stillframe.worker.inventory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import io.stillframe.worker.budget.Budgets;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.finding.SnapshotInventory;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.ProviderVolume;

/**
 * Asks each environment, in turn among the replicas, how it is and what it holds, and tells what
 * has changed. A volume is gone only when the provider says so of it by name: a short list proves
 * nothing. Over 200 lines because one look at an environment, and what is told of it, is one
 * sequence.
 */
@Singleton
public class Inventory {
  /** Of one pass: half a list of thousands must not become thousands of calls. */
  private static final int MOST_CONFIRMED = 100;

  private static final long LOOK_MILLIS = 500;

  private final Vertx vertx;
  private final Sessions sessions;
  private final Connections connections;
  private final InventoryTable table;
  private final InventoryConfig config;
  private final SnapshotInventory snapshots;
  private final Budgets budgets;
  private final Clock clock;
  private final Set<Connection> underWay = ConcurrentHashMap.newKeySet();
  private final Set<Connection> looked = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  Inventory(
      Vertx vertx,
      Sessions sessions,
      Connections connections,
      InventoryTable table,
      InventoryConfig config,
      SnapshotInventory snapshots,
      Budgets budgets,
      Clock clock) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.connections = connections;
    this.table = table;
    this.config = config;
    this.snapshots = snapshots;
    this.budgets = budgets;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(1, LOOK_MILLIS, ignored -> look());
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  /** Has the environment asked again at once, because it holds something new. */
  public void soon(Connection connection) {
    sessions
        .run(() -> Panache.withTransaction(() -> table.makeDue(connection)))
        .subscribe()
        .with(ignored -> {}, failure -> Log.warnf("The inventory comes at its time: %s", failure));
  }

  /** Whether each environment was looked at, by whatever replica, since this one started. */
  boolean hasLooked() {
    return looked.containsAll(connections.all());
  }

  /** Each environment by itself: one that is slow or hangs holds up no other. */
  private void look() {
    if (!stopped) {
      for (Connection connection : connections.all()) {
        if (isPaused(connection)) {
          looked.add(connection);
        } else if (underWay.add(connection)) {
          look(connection);
        }
      }
    }
  }

  private void look(Connection connection) {
    lookAt(connection)
        .onTermination()
        .invoke(
            () -> {
              underWay.remove(connection);
              looked.add(connection);
            })
        .subscribe()
        .with(
            ignored -> {},
            failure ->
                Log.warnf(
                    "Inventory failed provider=%s environment=%s: %s",
                    connection.provider(), connection.environment(), failure));
  }

  /** Who asks to be left in peace is left in peace. */
  private boolean isPaused(Connection connection) {
    return budgets
        .latest(connection.provider())
        .filter(budget -> !budget.isSilent() && budget.isPaused(clock.instant()))
        .isPresent();
  }

  private Uni<Void> lookAt(Connection connection) {
    return sessions
        .run(() -> table.takeTurn(connection, config.interval()))
        .chain(mine -> mine ? pass(connection) : Uni.createFrom().voidItem());
  }

  /** What part of it fails is told as the environment's health. */
  private Uni<Void> pass(Connection connection) {
    return connection
        .driver()
        .check()
        .ifNoItem()
        .after(connection.config().callTimeout())
        .fail()
        .chain(() -> lists(connection))
        .onItemOrFailure()
        .transformToUni(
            (ignored, failure) -> {
              Optional<Health> health =
                  failure == null ? Optional.of(Health.HEALTHY) : Health.of(failure);
              return health.isPresent()
                  ? sessions.run(() -> table.storeHealth(connection, health.get()))
                  : Uni.createFrom().failure(failure);
            });
  }

  /** One list that fails does not keep the other from being looked at. */
  private Uni<Void> lists(Connection connection) {
    return volumes(connection)
        .onItemOrFailure()
        .transformToUni(
            (ignored, failure) ->
                snapshots
                    .look(connection)
                    .chain(
                        () ->
                            failure == null
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom().failure(failure)));
  }

  private Uni<Void> volumes(Connection connection) {
    return connection
        .driver()
        .listVolumes()
        .ifNoItem()
        .after(connection.longestList())
        .fail()
        .chain(
            volumes ->
                sessions.run(() -> table.storeSeen(connection, distinct(connection, volumes))))
        .chain(
            unseen ->
                Multi.createFrom()
                    .iterable(some(unseen))
                    .onItem()
                    .transformToUniAndConcatenate(id -> confirmGone(connection, id))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  /**
   * Two images with one id, a copied sidecar for example: the first is the volume, the other is
   * not.
   */
  private static Collection<ProviderVolume> distinct(
      Connection connection, List<ProviderVolume> volumes) {
    Map<String, ProviderVolume> byId = new LinkedHashMap<>();
    for (ProviderVolume volume : volumes) {
      if (byId.putIfAbsent(volume.id(), volume) != null) {
        Log.warnf(
            "Two volumes have one id provider=%s environment=%s volumeId=%s",
            connection.provider(), connection.environment(), volume.id());
      }
    }
    return byId.values();
  }

  /** Others in each pass. */
  private static List<String> some(List<String> unseen) {
    List<String> some = new ArrayList<>(unseen);
    Collections.shuffle(some);
    return some.subList(0, Math.min(some.size(), MOST_CONFIRMED));
  }

  private Uni<Void> confirmGone(Connection connection, String volumeId) {
    return connection
        .driver()
        .getVolume(volumeId)
        .ifNoItem()
        .after(connection.config().callTimeout())
        .fail()
        .chain(
            found ->
                found.isPresent()
                    ? sessions
                        .run(
                            () -> table.storeSeen(connection, List.<ProviderVolume>of(found.get())))
                        .replaceWithVoid()
                    : sessions.run(() -> table.removeGone(connection, volumeId)));
  }
}
