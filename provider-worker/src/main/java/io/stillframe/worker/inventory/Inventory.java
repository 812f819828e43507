package io.stillframe.worker.inventory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.ProviderVolume;

/**
 * Asks each environment, in turn among the replicas, how it is and what volumes it holds, and tells
 * what has changed. A volume is gone only when the provider says so of it by name: a short list
 * proves nothing.
 */
@Singleton
public class Inventory {
  private static final long LOOK_MILLIS = 500;

  private final Vertx vertx;
  private final Sessions sessions;
  private final Connections connections;
  private final InventoryTable table;
  private final InventoryConfig config;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean looked;
  private volatile boolean stopped;

  Inventory(
      Vertx vertx,
      Sessions sessions,
      Connections connections,
      InventoryTable table,
      InventoryConfig config) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.connections = connections;
    this.table = table;
    this.config = config;
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
    return looked;
  }

  private void looked() {
    looked = true;
    running.set(false);
  }

  private void look() {
    if (stopped || !running.compareAndSet(false, true)) {
      return;
    }
    Multi.createFrom()
        .iterable(connections.all())
        .onItem()
        .transformToUniAndConcatenate(
            connection ->
                lookAt(connection)
                    .onFailure()
                    .invoke(
                        failure ->
                            Log.warnf(
                                "Inventory failed provider=%s environment=%s: %s",
                                connection.provider(), connection.environment(), failure))
                    .onFailure()
                    .recoverWithNull())
        .collect()
        .last()
        .onTermination()
        .invoke(this::looked)
        .subscribe()
        .with(ignored -> {});
  }

  private Uni<Void> lookAt(Connection connection) {
    return sessions
        .run(() -> table.takeTurn(connection, config.interval()))
        .chain(
            mine ->
                mine
                    ? check(connection).chain(() -> list(connection))
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> check(Connection connection) {
    return connection
        .driver()
        .check()
        .replaceWith(() -> Health.HEALTHY)
        .onFailure()
        .recoverWithItem(Health::of)
        .chain(health -> sessions.run(() -> table.storeHealth(connection, health)));
  }

  private Uni<Void> list(Connection connection) {
    return connection
        .driver()
        .listVolumes()
        .chain(
            volumes ->
                sessions.run(() -> table.storeSeen(connection, distinct(connection, volumes))))
        .chain(
            unseen ->
                Multi.createFrom()
                    .iterable(unseen)
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

  private Uni<Void> confirmGone(Connection connection, String volumeId) {
    return connection
        .driver()
        .getVolume(volumeId)
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
