package io.stillframe.command.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;
import io.stillframe.rows.Rows;

/** What the workers last told of providers and volumes. */
@Singleton
public class KnownInventory {
  private static final String ENVIRONMENTS =
      "select cast(document as text) from environment where provider = :provider order by name";
  private static final String VOLUME =
      """
            select cast(document as text) from volume
            where provider = :provider and environment = :environment and id = :id
            """;
  private static final String SAVE_VOLUMES =
      """
            insert into volume (provider, environment, id, version, document)
            select r.value ->> 'provider', r.value ->> 'environment', r.value ->> 'id',
                cast(r.value ->> 'version' as bigint), r.value
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            on conflict (provider, environment, id) do update
                set version = excluded.version, document = excluded.document
                where excluded.version > volume.version
            """;
  private static final String REMOVE_VOLUMES =
      """
            delete from volume where provider || '/' || environment || '/' || id in (
                select value from jsonb_array_elements_text(cast(cast(:rows as text) as jsonb)))
            """;
  private static final String SAVE_ENVIRONMENTS =
      """
            insert into environment (provider, name, version, document)
            select r.value ->> 'provider', r.value ->> 'environment', cast(r.value ->> 'version' as bigint), r.value
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            on conflict (provider, name) do update
                set version = excluded.version, document = excluded.document
                where excluded.version > environment.version
            """;

  /** The provider's environments by name; none when there is no such provider. */
  public Uni<List<ProviderEnvironment>> environments(String provider) {
    return Rows.select(ENVIRONMENTS, ProviderEnvironment.class, Map.of("provider", provider));
  }

  /** The volume, unless the inventory has not seen it yet. */
  public Uni<Optional<Volume>> volume(String provider, String environment, String volumeId) {
    return Rows.find(
        VOLUME,
        Volume.class,
        Map.of("provider", provider, "environment", environment, "id", volumeId));
  }

  /** Keeps the newest of what was told of each environment. */
  public Uni<Void> saveEnvironments(List<ProviderEnvironment> environments) {
    return Rows.updateAll(SAVE_ENVIRONMENTS, environments);
  }

  /**
   * Keeps the newest of what was told of each volume, and forgets those that are gone.
   *
   * @param last what was told last, by key; nothing of what is gone
   */
  public Uni<Void> followVolumes(Map<String, Optional<Volume>> last) {
    List<String> gone =
        last.entrySet().stream()
            .filter(entry -> entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    return Rows.updateAll(SAVE_VOLUMES, last.values().stream().flatMap(Optional::stream).toList())
        .chain(() -> Rows.updateAll(REMOVE_VOLUMES, gone));
  }
}
