package io.stillframe.worker.finding;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Message;
import io.stillframe.rows.Rows;

/** The stored removals. All of it happens in the caller's transaction. */
@Singleton
public class RemovalTable {
  private static final String ADD =
      """
            insert into removal (provider, environment, copy, finding_id, request)
            values (:provider, :environment, :copy, :finding, cast(cast(:request as text) as jsonb))
            """;

  private static final String ADD_ONCE =
      """
            insert into removal (provider, environment, copy, finding_id)
            select cast(:provider as text), cast(:environment as text), cast(:copy as text), cast(:finding as uuid)
            where not exists (select 1 from removal where finding_id = :finding)
            """;

  /** By us on demand, or with the snapshot whose marker the copy carries. */
  private static final String UNDER_WAY =
      """
            select '1' from removal where finding_id = :finding
            union all
            select '1' from task where open and snapshot_id = cast(nullif(:snapshot, '') as uuid)
            limit 1
            """;

  /** The lease covers the two calls of a look. */
  private static final String CLAIM =
      """
            with due as (
                select id from removal where due_at <= now() order by due_at limit 8 for update skip locked
            )
            update removal r set attempts = attempts + 1, due_at = now() + interval '2 minutes'
            from due where r.id = due.id
            returning cast(to_jsonb(r) as text)
            """;

  private static final String LATER =
      "update removal set due_at = now() + :millis * interval '1 millisecond' where id = :id";

  private static final String END = "delete from removal where id = :id";

  private static final String FORGET =
      """
            delete from removal r where exists (
                    select from finding f where f.id = r.finding_id and f.status = 'resolved')
                or exists (
                    select from snapshot s where s.provider = r.provider and s.environment = r.environment
                        and s.document ->> 'providerSnapshotId' = r.copy and s.state <> 'deleted')
            """;

  /** Has the orphan's copy removed, in the caller's transaction. */
  public Uni<Void> add(Finding orphan, AdminRequest.DeleteFinding request) {
    Map<String, Object> row = new HashMap<>(row(orphan));
    row.put("request", Message.write(request));
    return Rows.update(ADD, row).replaceWithVoid();
  }

  /** Has a copy removed that nobody asked for, unless that is under way. */
  Uni<Void> addOnce(Finding orphan) {
    return Rows.update(ADD_ONCE, row(orphan)).replaceWithVoid();
  }

  /** Whether the orphan's copy is being removed; its snapshot, if it has one, is locked. */
  public Uni<Boolean> isUnderWay(Finding orphan) {
    String snapshot = orphan.snapshotId() == null ? "" : orphan.snapshotId().toString();
    return Rows.find(UNDER_WAY, Integer.class, Map.of("finding", orphan.id(), "snapshot", snapshot))
        .map(Optional::isPresent);
  }

  private static Map<String, Object> row(Finding orphan) {
    return Map.of(
        "provider",
        orphan.provider(),
        "environment",
        orphan.environment(),
        "copy",
        Objects.requireNonNull(orphan.providerSnapshotId()),
        "finding",
        orphan.id());
  }

  /**
   * Forgets those of a restored database that have been decided otherwise since: a copy that was
   * adopted must not be removed.
   */
  public Uni<Void> forgetSettled() {
    return Rows.update(FORGET, Map.of()).replaceWithVoid();
  }

  /** Leases some that are due. */
  Uni<List<Removal>> claim() {
    return Rows.select(CLAIM, Removal.class, Map.of());
  }

  Uni<Void> putOff(Removal removal, Duration pause) {
    return Rows.update(LATER, Map.of("id", removal.id(), "millis", pause.toMillis()))
        .replaceWithVoid();
  }

  Uni<Void> remove(Removal removal) {
    return Rows.update(END, Map.of("id", removal.id())).replaceWithVoid();
  }
}
