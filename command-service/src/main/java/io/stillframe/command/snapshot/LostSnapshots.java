package io.stillframe.command.snapshot;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.rows.Rows;

/**
 * Snapshots and their names that a restored database has lost. Of a name it is not known whether it
 * was reserved, so it is: a name too many is refused rather than one too few. In the caller's
 * transaction.
 */
@Singleton
public class LostSnapshots {
  private static final String RESERVE =
      """
            insert into name_reservation (organization, provider, environment, name, snapshot_id, operation_id)
            select d ->> 'organization', d ->> 'provider', d ->> 'environment', d ->> 'name',
                cast(d ->> 'id' as uuid), cast(d ->> 'id' as uuid)
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as d
            where d ->> 'state' not in ('rejected', 'failed', 'deleted') and not exists (
                select from snapshot s where s.id = cast(d ->> 'id' as uuid)
                    and s.name = d ->> 'name' and s.organization = d ->> 'organization')
            on conflict do nothing
            """;

  private static final String RESERVE_NEW_NAMES =
      """
            insert into name_reservation (organization, provider, environment, name, snapshot_id, operation_id)
            select s.organization, s.provider, s.environment, r.value #>> '{patch,name}', s.id,
                cast(r.value ->> 'operationId' as uuid)
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            join snapshot s on s.id = cast(r.value ->> 'snapshotId' as uuid)
            where r.value #>> '{patch,name}' is not null
            on conflict do nothing
            """;

  private final KnownSnapshots snapshots;
  private final NameReservations names;

  LostSnapshots(KnownSnapshots snapshots, NameReservations names) {
    this.snapshots = snapshots;
    this.names = names;
  }

  /** What is newer than what is known; each may be given once. */
  public Uni<Void> raise(List<Snapshot> told) {
    List<UUID> ids = told.stream().map(Snapshot::id).toList();
    return Rows.updateAll(RESERVE, told)
        .chain(() -> snapshots.save(told))
        .chain(() -> names.release(ids));
  }

  /** Snapshots and names that were asked for and of which nothing may have been told yet. */
  public Uni<Void> add(List<SnapshotRequest> requests) {
    List<Snapshot> asked =
        requests.stream()
            .filter(CreateSnapshot.class::isInstance)
            .map(each -> Snapshot.requested((CreateSnapshot) each))
            .toList();
    List<SnapshotRequest> updates =
        requests.stream().filter(UpdateSnapshot.class::isInstance).toList();
    return snapshots
        .unknown(asked)
        .chain(unknown -> Rows.updateAll(RESERVE, unknown).chain(() -> snapshots.save(unknown)))
        .chain(() -> Rows.updateAll(RESERVE_NEW_NAMES, updates));
  }
}
