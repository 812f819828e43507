package io.stillframe.worker.inventory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;
import io.stillframe.outbox.Outbox;
import io.stillframe.rows.Rows;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ProviderVolume;

/**
 * What the inventory saw last, and what of it is news. The environment's row is locked while that
 * is decided. Over 200 lines because the statements stand beside what calls them.
 */
@Singleton
class InventoryTable {
  private static final String ENROL =
      """
            insert into environment (provider, name) values (:provider, :environment) on conflict do nothing
            """;
  private static final String MAKE_DUE =
      "update environment set inventory_at = now() where provider = :provider and name = :environment";
  private static final String TAKE_TURN =
      """
            update environment set inventory_at = now() + cast(:millis as bigint) * interval '1 millisecond'
            where provider = :provider and name = :environment and inventory_at <= now()
            """;
  private static final String LOCK =
      "select '1' from environment where provider = :provider and name = :environment for update";
  private static final String ENVIRONMENT =
      """
      select cast(document as text) from environment
      where provider = :provider and name = :environment and document is not null
      """;
  private static final String SAVE_ENVIRONMENT =
      """
            update environment set version = version + 1, document = cast(cast(:document as text) as jsonb)
            where provider = :provider and name = :environment
            """;
  private static final String VOLUMES =
      """
      select cast(jsonb_build_object('volume', document, 'gone', gone) as text)
      from volume where provider = :provider and environment = :environment
      """;
  private static final String SAVE_VOLUMES =
      """
            insert into volume (provider, environment, id, version, document)
            select :provider, :environment, r.value ->> 'id', cast(r.value ->> 'version' as bigint), r.value
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            on conflict (provider, environment, id) do update
                set version = excluded.version, document = excluded.document, gone = false
            """;
  private static final String REMOVE =
      """
            update volume set gone = true, version = version + 1,
                document = jsonb_set(document, '{version}', to_jsonb(version + 1))
            where provider = :provider and environment = :environment and id = :id and not gone
            returning cast(document as text)
            """;

  private final Outbox outbox;
  private final Clock clock;

  InventoryTable(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Known(Volume volume, boolean gone) {}

  /** Has the next inventory come at once. In the caller's transaction. */
  Uni<Integer> makeDue(Connection connection) {
    return update(connection, MAKE_DUE, Map.of());
  }

  /** Whether the inventory is due and ours to make; the next is due after {@code interval}. */
  Uni<Boolean> takeTurn(Connection connection, Duration interval) {
    return Panache.withTransaction(
        () ->
            update(connection, ENROL, Map.of())
                .chain(() -> update(connection, TAKE_TURN, Map.of("millis", interval.toMillis())))
                .map(taken -> taken == 1));
  }

  /** Tells how the environment is, when that is news. */
  Uni<Void> storeHealth(Connection connection, Health health) {
    return outbox.transaction(
        () ->
            lock(connection)
                .chain(() -> Rows.find(ENVIRONMENT, ProviderEnvironment.class, key(connection)))
                .chain(last -> storeHealth(connection, health, last)));
  }

  /**
   * Tells what is new or has changed.
   *
   * @param seen each volume once
   * @return ids of volumes that were there before and were not seen
   */
  Uni<List<String>> storeSeen(Connection connection, Collection<ProviderVolume> seen) {
    return outbox.transaction(
        () ->
            lock(connection)
                .chain(() -> Rows.select(VOLUMES, Known.class, key(connection)))
                .map(
                    all ->
                        all.stream()
                            .collect(
                                Collectors.toMap(each -> each.volume().id(), Function.identity())))
                .chain(
                    known -> {
                      List<Volume> news = news(connection, seen, known);
                      seen.forEach(volume -> known.remove(volume.id()));
                      known.values().removeIf(Known::gone);
                      return saveVolumes(connection, news).replaceWith(List.copyOf(known.keySet()));
                    }));
  }

  /** Tells that a volume is gone. */
  Uni<Void> removeGone(Connection connection, String volumeId) {
    return outbox.transaction(
        () ->
            Rows.select(REMOVE, Volume.class, key(connection, Map.of("id", volumeId)))
                .chain(gone -> outbox.append(gone.stream().map(Message::volumeGone).toList())));
  }

  private Uni<Void> storeHealth(
      Connection connection, Health health, Optional<ProviderEnvironment> last) {
    ProviderEnvironment now =
        new ProviderEnvironment(
            connection.provider(),
            connection.environment(),
            connection.config().kind(),
            connection.organization(),
            connection.driver().capabilities(),
            health.problem() == null,
            health.problem(),
            last.map(before -> before.version() + 1).orElse(1L),
            clock.instant());
    if (last.filter(before -> before.isSameAs(now)).isPresent()) {
      return Uni.createFrom().voidItem();
    }
    return update(connection, SAVE_ENVIRONMENT, Map.of("document", Message.write(now)))
        .chain(() -> outbox.append(List.of(Message.of(now))));
  }

  private List<Volume> news(
      Connection connection, Collection<ProviderVolume> seen, Map<String, Known> known) {
    Instant now = clock.instant();
    List<Volume> news = new ArrayList<>();
    for (ProviderVolume volume : seen) {
      Known before = known.get(volume.id());
      Volume after =
          volume(connection, volume, before == null ? 1 : before.volume().version() + 1, now);
      if (before == null || before.gone() || !before.volume().isSameAs(after)) {
        news.add(after);
      }
    }
    return news;
  }

  private Uni<Void> saveVolumes(Connection connection, List<Volume> volumes) {
    if (volumes.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return update(connection, SAVE_VOLUMES, Map.of("rows", Message.write(volumes)))
        .chain(() -> outbox.append(volumes.stream().map(Message::of).toList()));
  }

  private static Volume volume(
      Connection connection, ProviderVolume volume, long version, Instant now) {
    return new Volume(
        volume.id(),
        connection.provider(),
        connection.environment(),
        connection.ownerOf(volume),
        volume.name(),
        volume.type(),
        volume.sizeBytes(),
        volume.ready(),
        volume.instanceId(),
        volume.instanceName(),
        version,
        now);
  }

  private static Uni<List<Integer>> lock(Connection connection) {
    return Rows.select(LOCK, Integer.class, key(connection));
  }

  private static Uni<Integer> update(
      Connection connection, String statement, Map<String, ?> parameters) {
    return Rows.update(statement, key(connection, parameters));
  }

  private static Map<String, Object> key(Connection connection) {
    return key(connection, Map.of());
  }

  private static Map<String, Object> key(Connection connection, Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("provider", connection.provider());
    parameters.put("environment", connection.environment());
    return parameters;
  }
}
