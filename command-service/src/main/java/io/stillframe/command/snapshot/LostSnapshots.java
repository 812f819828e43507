package io.stillframe.command.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CreateSnapshot;
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
  /**
   * Of what is not newer than what is known nothing is new. It is stored, as a recovery that is
   * interrupted begins anew, and then everything is known.
   */
  private static final String NOTE =
      """
            insert into name_to_reserve (snapshot_id)
            select cast(d ->> 'id' as uuid)
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as d
            where d ->> 'state' not in ('rejected', 'failed', 'deleted') and not exists (
                select from snapshot s where s.id = cast(d ->> 'id' as uuid)
                    and (s.version >= cast(d ->> 'version' as bigint)
                        or s.name = d ->> 'name' and s.organization = d ->> 'organization'))
            on conflict do nothing
            """;

  private static final String RESERVE =
      """
            with noted as (delete from name_to_reserve returning snapshot_id)
            insert into name_reservation (organization, provider, environment, name, snapshot_id, operation_id)
            select s.organization, s.provider, s.environment, s.name, s.id, s.id
            from snapshot s join noted on noted.snapshot_id = s.id
            where s.state not in ('rejected', 'failed', 'deleted')
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

  /** Notes those that are newer than what is known, and bear names not known to be theirs. */
  public Uni<Void> note(List<Snapshot> told) {
    return Rows.updateAll(NOTE, told);
  }

  /** Keeps what is newer than what is known, and {@link #note}s it; each may be given once. */
  public Uni<Void> raise(List<Snapshot> told) {
    return note(told)
        .chain(() -> snapshots.save(told))
        .chain(() -> names.release(told.stream().map(Snapshot::id).toList()));
  }

  /**
   * Adds what was asked for and of which nothing may have been told yet. A request may have been
   * sent more than once.
   */
  public Uni<Void> add(List<SnapshotRequest> requests) {
    Map<UUID, Snapshot> asked = new LinkedHashMap<>();
    for (SnapshotRequest each : requests) {
      if (each instanceof CreateSnapshot create) {
        asked.put(create.snapshotId(), Snapshot.requested(create));
      }
    }
    return snapshots.unknown(List.copyOf(asked.values())).chain(this::raise);
  }

  /** Reserves the names of what was noted and is live when all is known. */
  public Uni<Integer> reserve() {
    return Rows.update(RESERVE, Map.of());
  }

  /** Reserves the names that updates which are under way would give. */
  public Uni<Void> reserveNewNames(List<SnapshotRequest> requests) {
    return Rows.updateAll(
        RESERVE_NEW_NAMES, requests.stream().filter(UpdateSnapshot.class::isInstance).toList());
  }
}
