package io.stillframe.command.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.rows.Rows;

/**
 * The snapshots as the workers told of them last. All of it happens in the caller's transaction or
 * session.
 */
@Singleton
class KnownSnapshots {
  private static final String LOCK =
      """
            select cast(document as text) from snapshot
            where id = :id and organization = :organization for update
            """;
  private static final String SAVE =
      """
            insert into snapshot (id, organization, provider, environment, name, state, version, document)
            select cast(d ->> 'id' as uuid), d ->> 'organization', d ->> 'provider', d ->> 'environment',
                d ->> 'name', d ->> 'state', cast(d ->> 'version' as bigint), d
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as d
            order by 1
            on conflict (id) do update set
                organization = excluded.organization, name = excluded.name, state = excluded.state,
                version = excluded.version, document = excluded.document
                where excluded.version > snapshot.version
            """;

  private static final String UNKNOWN =
      """
            select cast(d as text) from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as d
            where not exists (select from snapshot where id = cast(d ->> 'id' as uuid))
            """;

  /** Those that are not known. */
  Uni<List<Snapshot>> unknown(List<Snapshot> snapshots) {
    return snapshots.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Rows.select(UNKNOWN, Snapshot.class, Map.of("rows", Message.write(snapshots)));
  }

  /** The snapshot, locked, if it is this organization's: another's is as good as unknown. */
  Uni<Optional<Snapshot>> lock(UUID id, String organization) {
    return Rows.find(LOCK, Snapshot.class, Map.of("id", id, "organization", organization));
  }

  /** Adds a snapshot that was just asked for. */
  Uni<Void> add(CreateSnapshot create) {
    return save(List.of(Snapshot.requested(create)));
  }

  /** Keeps the newest of what is known of each; no snapshot may be given twice. */
  Uni<Void> save(List<Snapshot> snapshots) {
    return Rows.updateAll(SAVE, snapshots);
  }
}
