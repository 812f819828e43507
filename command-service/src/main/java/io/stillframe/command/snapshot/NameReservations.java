package io.stillframe.command.snapshot;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;
import io.stillframe.rows.Rows;

/** Who holds which name. All of it happens in the caller's transaction. */
@Singleton
class NameReservations {
  private static final String HELD =
      """
      select cast(jsonb_build_object('organization', organization, 'name', name) as text)
      from name_reservation where snapshot_id = :snapshot
      """;
  private static final String TAKE =
      """
            insert into name_reservation (organization, provider, environment, name, snapshot_id, operation_id)
            values (:organization, :provider, :environment, :name, :snapshot, :operation)
            on conflict (organization, provider, environment, name) do update set operation_id = excluded.operation_id
                where name_reservation.snapshot_id = excluded.snapshot_id
            """;

  /**
   * A name is held while its snapshot is live and bears it, or while the operation that would give
   * it is running. What is stored decides, so that a late or repeated event frees nothing that a
   * successor holds.
   */
  private static final String RELEASE =
      """
            delete from name_reservation n using snapshot s
            where n.snapshot_id = s.id and s.id in (
                    select cast(value as uuid) from jsonb_array_elements_text(cast(cast(:rows as text) as jsonb)))
                and not (s.state not in ('rejected', 'failed', 'deleted')
                    and n.name = s.name and n.organization = s.organization)
                and not exists (
                    select 1 from operation o where o.id = n.operation_id and o.status = 'running')
            """;

  /** Whose names, and which, a snapshot holds. */
  record Held(Set<String> owners, Set<String> names) {}

  /** What the snapshot holds now; a snapshot without a reservation holds nothing. */
  Uni<Held> heldBy(UUID snapshot) {
    return Rows.select(HELD, Row.class, Map.of("snapshot", snapshot))
        .map(
            rows ->
                new Held(
                    rows.stream().map(Row::organization).collect(Collectors.toSet()),
                    rows.stream().map(Row::name).collect(Collectors.toSet())));
  }

  private record Row(String organization, String name) {}

  /** Whether the name is this snapshot's now. */
  Uni<Boolean> tryTake(
      String organization,
      String provider,
      String environment,
      String name,
      UUID snapshot,
      UUID operation) {
    return Rows.update(
            TAKE,
            Map.of(
                "organization", organization,
                "provider", provider,
                "environment", environment,
                "name", name,
                "snapshot", snapshot,
                "operation", operation))
        .map(taken -> taken == 1);
  }

  /**
   * @throws ProblemException 409 if another live snapshot has the name
   */
  Uni<Void> take(
      String organization,
      String provider,
      String environment,
      String name,
      UUID snapshot,
      UUID operation) {
    return tryTake(organization, provider, environment, name, snapshot, operation)
        .invoke(
            taken -> {
              if (!taken) {
                throw new ProblemException(
                    ProblemType.NAME_TAKEN.at(
                        "name",
                        "%s/%s has a live snapshot named %s"
                            .formatted(provider, environment, name)));
              }
            })
        .replaceWithVoid();
  }

  /** Frees what these snapshots hold no longer. */
  Uni<Void> release(Collection<UUID> snapshots) {
    return Rows.updateAll(RELEASE, List.copyOf(snapshots));
  }
}
