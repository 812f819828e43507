package io.stillframe.command.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotState;
import io.stillframe.rows.Rows;

/** The stored {@link KnownSnapshot}s. All of it happens in the caller's transaction. */
@Singleton
class KnownSnapshots {
  private static final String LOCK =
      "select cast(to_jsonb(s) as text) from snapshot s where id = :id for update";
  private static final String ROWS =
      """
            jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r
                (id uuid, organization text, provider text, environment text, name text, state text,
                version bigint, revision bigint)
            """;
  private static final String SAVE =
      """
            insert into snapshot (id, organization, provider, environment, name, state, version, revision)
            select id, organization, provider, environment, name, state, version, revision from
            """
          + ROWS
          + """
            order by id
            on conflict (id) do update set
                organization = excluded.organization, name = excluded.name, state = excluded.state,
                version = excluded.version, revision = excluded.revision
                where excluded.version > snapshot.version
            """;

  /** The snapshot, locked, if it is this organization's: another's is as good as unknown. */
  Uni<Optional<KnownSnapshot>> lock(UUID id, String organization) {
    return Rows.find(LOCK, KnownSnapshot.class, Map.of("id", id))
        .map(found -> found.filter(each -> each.organization().equals(organization)));
  }

  /** Adds a snapshot that was just asked for. */
  Uni<Void> add(CreateSnapshot create) {
    return save(
        List.of(
            new KnownSnapshot(
                create.snapshotId(),
                create.organization(),
                create.provider(),
                create.environment(),
                create.name(),
                SnapshotState.REQUESTED,
                0,
                0)));
  }

  /** Keeps the newest of what is known of each; no snapshot may be given twice. */
  Uni<Void> save(List<KnownSnapshot> snapshots) {
    return Rows.update(SAVE, Map.of("rows", Message.write(snapshots))).replaceWithVoid();
  }
}
