package io.stillframe.command.snapshot;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.rows.Rows;

/**
 * Snapshots and their names that a restored database has lost. Of a name that is new it is not
 * known whether it was reserved, so it is: a name too many is refused rather than one too few. In
 * the caller's transaction.
 */
@Singleton
public class LostSnapshots {
  /** Of what is not newer than what is known nothing is new. */
  private static final String RENAMED =
      """
            select cast(d -> 'id' as text)
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as d
            where d ->> 'state' not in ('rejected', 'failed', 'deleted') and not exists (
                select from snapshot s where s.id = cast(d ->> 'id' as uuid)
                    and (s.version >= cast(d ->> 'version' as bigint)
                        or s.name = d ->> 'name' and s.organization = d ->> 'organization'))
            """;

  private static final String RESERVE =
      """
            insert into name_reservation (organization, provider, environment, name, snapshot_id, operation_id)
            select s.organization, s.provider, s.environment, s.name, s.id, s.id
            from snapshot s
            where s.state not in ('rejected', 'failed', 'deleted') and s.id in (
                select cast(value as uuid) from jsonb_array_elements_text(cast(cast(:rows as text) as jsonb)))
            on conflict do nothing
            """;

  private static final String RESERVE_NEW_NAMES =
      """
            insert into name_reservation (organization, provider, environment, name, snapshot_id, operation_id)
            select s.organization, s.provider, s.environment, r.value #>> '{patch,name}', s.id,
                cast(r.value ->> 'operationId' as uuid)
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            join snapshot s on s.id = cast(r.value ->> 'snapshotId' as uuid)
            join operation o on o.id = cast(r.value ->> 'operationId' as uuid)
            where r.value #>> '{patch,name}' is not null and o.status = 'running'
            on conflict do nothing
            """;

  private final KnownSnapshots snapshots;
  private final NameReservations names;

  LostSnapshots(KnownSnapshots snapshots, NameReservations names) {
    this.snapshots = snapshots;
    this.names = names;
  }

  /** Those that are newer than what is known, and bear names that were not known to be theirs. */
  public Uni<List<UUID>> renamed(List<Snapshot> told) {
    return told.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Rows.select(RENAMED, UUID.class, Map.of("rows", Message.write(told)));
  }

  /**
   * Keeps what is newer than what is known; each may be given once.
   *
   * @return those that are {@link #renamed}
   */
  public Uni<List<UUID>> raise(List<Snapshot> told) {
    return renamed(told)
        .call(() -> snapshots.save(told))
        .call(() -> names.release(told.stream().map(Snapshot::id).toList()));
  }

  /**
   * Adds what was asked for and of which nothing may have been told yet. A request may have been
   * sent more than once.
   *
   * @return those that are {@link #renamed}
   */
  public Uni<List<UUID>> add(List<SnapshotRequest> requests) {
    Map<UUID, Snapshot> asked = new LinkedHashMap<>();
    for (SnapshotRequest each : requests) {
      if (each instanceof CreateSnapshot create) {
        asked.put(create.snapshotId(), Snapshot.requested(create));
      }
    }
    return snapshots.unknown(List.copyOf(asked.values())).chain(this::raise);
  }

  /** Reserves the names of those that are live when all is known. */
  public Uni<Void> reserve(Collection<UUID> ids) {
    return Rows.updateAll(RESERVE, ids);
  }

  /** Reserves the names that updates which are under way would give. */
  public Uni<Void> reserveNewNames(List<SnapshotRequest> requests) {
    return Rows.updateAll(
        RESERVE_NEW_NAMES, requests.stream().filter(UpdateSnapshot.class::isInstance).toList());
  }
}
