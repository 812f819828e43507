package io.stillframe.worker.finding;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Finding;
import io.stillframe.rows.Rows;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Marker;

/** Our records, as far as the inventory asks for them. */
@Singleton
class Records {
  /** Of those that have ended, only what may still be in the list though it is gone. */
  private static final String OURS =
      """
            with ours as (
                select s.*, exists (
                        select 1 from task t where coalesce(t.open, false) and t.snapshot_id = s.id)
                    or s.changed_at > now() - :millis * interval '1 millisecond' as moving
                from snapshot s where s.provider = :provider and s.environment = :environment
                    and s.state not in ('rejected', 'failed', 'deleted')
                union all (
                select s.*, true as moving from task t join snapshot s on s.id = t.snapshot_id
                where t.open and s.provider = :provider and s.environment = :environment
                    and s.state in ('rejected', 'failed', 'deleted')
                union
                select s.*, true as moving from snapshot s
                where s.provider = :provider and s.environment = :environment
                    and s.state in ('rejected', 'failed', 'deleted')
                    and s.changed_at > now() - :millis * interval '1 millisecond')
            )
            select cast(jsonb_build_object(
                'id', id, 'state', state, 'version', version, 'moving', moving, 'name', document -> 'name',
                'sizeBytes', document -> 'sizeBytes', 'providerSnapshotId', document -> 'providerSnapshotId') as text)
            from ours
            """;

  private static final String IS_MOVING =
      "select '1' from task where open and snapshot_id = :id limit 1";

  private static final String IS_OURS =
      """
            select '1' from snapshot where provider = :provider and environment = :environment
                and document ->> 'providerSnapshotId' = :copy and state not in ('rejected', 'failed', 'deleted')
            limit 1
            """;

  private static final String OWNER =
      """
            select cast(document -> 'organization' as text) from volume
            where provider = :provider and environment = :environment and id = :id
            """;

  private static final String BY_TAIL =
      "select cast(to_jsonb(id) as text) from snapshot where right(cast(id as text), 12) = :tail";

  /**
   * The snapshots of the environment that are not known to be gone.
   *
   * @param shownAfter how long the provider may not show what has changed
   */
  Uni<List<Ours>> of(Connection connection, Duration shownAfter) {
    return Rows.select(
        OURS,
        Ours.class,
        Map.of(
            "provider",
            connection.provider(),
            "environment",
            connection.environment(),
            "millis",
            shownAfter.toMillis()));
  }

  /** Whether a task is open for the snapshot, which the caller has locked. */
  Uni<Boolean> isMoving(UUID snapshotId) {
    return Rows.find(IS_MOVING, Integer.class, Map.of("id", snapshotId)).map(Optional::isPresent);
  }

  /** Whether the orphan's copy has become a snapshot of ours. */
  Uni<Boolean> isOurs(Finding orphan) {
    return Rows.find(
            IS_OURS,
            Integer.class,
            Map.of(
                "provider",
                orphan.provider(),
                "environment",
                orphan.environment(),
                "copy",
                Objects.requireNonNull(orphan.providerSnapshotId())))
        .map(Optional::isPresent);
  }

  /** Whose a copy of the volume is, as far as we know. */
  Uni<String> ownerOf(Connection connection, @Nullable String volumeId) {
    return volumeId == null
        ? Uni.createFrom().item(connection.organization())
        : Rows.find(
                OWNER,
                String.class,
                Map.of(
                    "provider",
                    connection.provider(),
                    "environment",
                    connection.environment(),
                    "id",
                    volumeId))
            .map(owner -> owner.orElse(connection.organization()));
  }

  /** The snapshot that the marker was made of, if it is one of ours. */
  Uni<Optional<UUID>> markedWith(Optional<String> marker) {
    return marker
        .flatMap(Marker::tailOf)
        .map(
            tail ->
                Rows.select(BY_TAIL, UUID.class, Map.of("tail", tail))
                    .map(
                        ids ->
                            ids.stream()
                                .filter(id -> Marker.of(id).equals(marker.orElseThrow()))
                                .findFirst()))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }
}
