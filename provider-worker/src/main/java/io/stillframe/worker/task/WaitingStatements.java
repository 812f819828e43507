package io.stillframe.worker.task;

/** The statements of {@link Waiting}. */
final class WaitingStatements {
  private WaitingStatements() {}

  private static final String IS_LATE =
      "t.open and t.step <> 'sweep' and t.due_at < now() - interval '1 second'";

  /** Cheap where nobody waits. */
  static final String ANY = ClaimStatements.any(IS_LATE);

  /**
   * Waits for a second, for its turn or for the answer to its call, and nobody was told, or it was
   * told of a time that has passed, or of a provider that is silent and no longer is, or the other
   * way round. What is swept has nobody to tell.
   */
  private static final String WAITS =
      IS_LATE
          + """
             and (t.lease_until is null
                or t.lease_until < now() + coalesce(p.lease_millis - 1000, 0) * interval '1 millisecond')
            """;

  private static final String UNTOLD = "not t.waiting_told";
  private static final String OUTDATED = "t.waiting_until < now() - interval '1 second'";
  private static final String MISTAKEN = "t.waiting_told and t.waiting_silent = not p.silent";

  private static final String PROVIDERS =
      "jsonb_to_recordset(cast(cast(:providers as text) as jsonb)) as p (provider text, silent boolean, until timestamptz, lease_millis bigint)";

  /** What stands behind another task of its snapshot does not wait for the provider. */
  static final String FIND =
      """
            select distinct cast(to_jsonb(w.snapshot_id) as text) from (
                (select t.* from task t left join %6$s on p.provider = t.provider
                    where %1$s and %2$s and %5$s order by t.due_at limit :most)
                union all
                (select t.* from task t left join %6$s on p.provider = t.provider
                    where %1$s and %3$s and %5$s order by t.waiting_until limit :most)
                union all
                (select m.* from %6$s cross join lateral (
                    select t.* from task t where t.provider = p.provider and %1$s and %4$s and %5$s
                    order by t.due_at limit :most) m
                    limit :most)) w
            """
          .formatted(WAITS, UNTOLD, OUTDATED, MISTAKEN, ClaimStatements.IS_FIRST, PROVIDERS);

  static final String TELL =
      """
            with waiting as (
                select t.id, coalesce(p.silent, false) as silent, p.until,
                    case when t.lease_until > now() then t.lease_until end as called_until
                from task t left join %5$s on p.provider = t.provider
                where t.snapshot_id = any (cast(cast(:ids as text) as uuid[])) and %1$s and (%2$s or %3$s or %4$s) and %6$s
                order by t.id for update of t
            )
            update task t set waiting_told = true, waiting_silent = w.silent,
                waiting_until = coalesce(w.called_until, w.until)
            from waiting w where t.id = w.id
            returning cast(jsonb_build_object(
                'snapshotId', t.snapshot_id, 'provider', t.provider, 'failures', t.failures,
                'kind', t.kind, 'step', t.step, 'calledUntil', w.called_until, 'request', t.request,
                'traceparent', t.traceparent) as text)
            """
          .formatted(WAITS, UNTOLD, OUTDATED, MISTAKEN, PROVIDERS, ClaimStatements.IS_FIRST);
}
