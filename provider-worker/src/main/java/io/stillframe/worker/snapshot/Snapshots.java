package io.stillframe.worker.snapshot;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.rows.Rows;

/** The stored aggregates. All of it happens in the caller's transaction. */
@Singleton
public class Snapshots {
  private static final String LOCK =
      "select cast(document as text) from snapshot where id = any (cast(cast(:ids as text) as uuid[])) order by id for update";

  private static final String SAVE =
      """
            insert into snapshot (id, provider, environment, state, version, document)
            select id, provider, environment, state, version, document
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (id uuid, provider text, environment text, state text, version bigint, document jsonb)
            order by id
            on conflict (id) do update
                set state = excluded.state, version = excluded.version, document = excluded.document,
                    changed_at = now()
            """;

  private static final String RAISE =
      SAVE
          + """
            where excluded.version > snapshot.version
            returning cast(to_json(id) as text)
            """;

  private record Row(
      UUID id, String provider, String environment, String state, long version, Snapshot document) {
    static Row of(Snapshot snapshot) {
      return new Row(
          snapshot.id(),
          snapshot.provider(),
          snapshot.environment(),
          snapshot.state().wireName(),
          snapshot.version(),
          snapshot);
    }
  }

  /** Those of the snapshots that exist, locked until the transaction ends. */
  public Uni<Map<UUID, Snapshot>> lock(Collection<UUID> ids) {
    String array = ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    return Rows.select(LOCK, Snapshot.class, Map.of("ids", array))
        .map(all -> all.stream().collect(Collectors.toMap(Snapshot::id, Function.identity())));
  }

  /** Stores snapshots that the caller has locked or made. */
  public Uni<Void> save(Collection<Snapshot> snapshots) {
    return Rows.updateAll(SAVE, snapshots.stream().map(Row::of).toList());
  }

  /**
   * Stores those that are newer than what is stored, and answers with their ids; each may be given
   * once.
   */
  public Uni<List<UUID>> raise(Collection<Snapshot> snapshots) {
    return snapshots.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Rows.select(
            RAISE,
            UUID.class,
            Map.of("rows", Message.write(snapshots.stream().map(Row::of).toList())));
  }
}
