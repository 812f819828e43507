package io.stillframe.worker.inventory;

import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;
import io.stillframe.rows.Rows;

/**
 * What was told of volumes and environments and a restored database has lost: their versions go on
 * from there. All of it happens in the caller's transaction.
 */
@Singleton
public class LostInventory {
  private static final String VOLUMES =
      """
            insert into volume (provider, environment, id, version, document)
            select r.value ->> 'provider', r.value ->> 'environment', r.value ->> 'id',
                cast(r.value ->> 'version' as bigint), r.value
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            on conflict (provider, environment, id) do update
                set version = excluded.version, document = excluded.document, gone = false
                where excluded.version > volume.version
            """;

  private static final String GONE =
      """
            update volume v set gone = true, version = cast(r.value as bigint),
                document = jsonb_set(document, '{version}', to_jsonb(cast(r.value as bigint)))
            from jsonb_each_text(cast(cast(:rows as text) as jsonb)) as r
            where v.provider || '/' || v.environment || '/' || v.id = r.key
                and v.version < cast(r.value as bigint)
            """;

  private static final String ENVIRONMENTS =
      """
            insert into environment (provider, name, version, document)
            select r.value ->> 'provider', r.value ->> 'environment', cast(r.value ->> 'version' as bigint), r.value
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            on conflict (provider, name) do update
                set version = excluded.version, document = excluded.document
                where excluded.version > environment.version
            """;

  /** The newest of each; each may be given once. */
  public Uni<Void> raiseVolumes(List<Volume> volumes) {
    return Rows.updateAll(VOLUMES, volumes);
  }

  /** Volumes that are gone, by key, with the version that told it. */
  public Uni<Void> removeVolumes(Map<String, Long> gone) {
    return gone.isEmpty()
        ? Uni.createFrom().voidItem()
        : Rows.update(GONE, Map.of("rows", Message.write(gone))).replaceWithVoid();
  }

  /** The newest of each; each may be given once. */
  public Uni<Void> raiseEnvironments(List<ProviderEnvironment> environments) {
    return Rows.updateAll(ENVIRONMENTS, environments);
  }
}
