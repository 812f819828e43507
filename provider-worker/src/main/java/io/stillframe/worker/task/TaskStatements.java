package io.stillframe.worker.task;

/**
 * The statements of {@link Tasks}. Each takes its rows as one JSON text, so that a batch is one
 * round trip.
 */
final class TaskStatements {
  private TaskStatements() {}

  static final String ADD =
      """
            insert into task (snapshot_id, operation_id, kind, step, provider, environment, volume_id, request, deadline)
            select snapshot_id, operation_id, kind, 'start', provider, environment, volume_id, request, deadline
            from rows from (jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as (snapshot_id uuid, operation_id uuid, kind text, provider text, environment text, volume_id text,
                    request jsonb, deadline timestamptz)) with ordinality
                as r (snapshot_id, operation_id, kind, provider, environment, volume_id, request, deadline, n)
            order by n
            """;

  static final String CANCEL_CREATES =
      """
            update task set cancelled = true, due_at = now()
            where open and kind = 'create' and snapshot_id in (
                select cast(value as uuid) from jsonb_array_elements_text(cast(cast(:rows as text) as jsonb)))
            """;

  static final String CANCEL_OPERATIONS =
      """
            update task set cancelled = true, due_at = now()
            where open and kind in ('create', 'restore') and operation_id in (
                select cast(value as uuid) from jsonb_array_elements_text(cast(cast(:rows as text) as jsonb)))
            """;

  /** Places are counted, so one claims at a time; the lock ends with the transaction. */
  static final String ONE_CLAIMER =
      "select '1' from (select pg_advisory_xact_lock(5711)) as locked";

  /**
   * A task is due when no earlier one of its snapshot stands before it: restores stand before
   * deletes only, and what is swept stands before nobody, because its operation has ended. One that
   * begins a copy or a new volume needs a free place for its volume and at its provider.
   */
  static final String CLAIM =
      """
            with connection as (
                select * from jsonb_to_recordset(cast(cast(:connections as text) as jsonb))
                    as c (provider text, environment text, concurrency int, per_volume int, lease_millis bigint)
            ), busy as (
                select provider, count(*) as places from task where open and in_flight group by provider
            ), busy_volume as (
                select provider, environment, volume_id, count(*) as places from task
                where open and in_flight and kind = 'create' group by provider, environment, volume_id
            ), due as (
                select t.id, t.kind, t.provider, t.environment, t.volume_id, t.due_at, t.deadline,
                    t.step = 'start' and t.kind in ('create', 'restore') and not t.in_flight and not t.cancelled
                        and (t.deadline is null or t.deadline > now())
                        as takes_place
                from task t
                where t.open and t.due_at <= now() and (t.lease_until is null or t.lease_until < now())
                    and (t.kind in ('update', 'restore') and t.deadline < now() or not exists (
                        select 1 from task earlier
                        where earlier.open and earlier.snapshot_id = t.snapshot_id and earlier.id < t.id
                            and earlier.step <> 'sweep' and (earlier.kind <> 'restore' or t.kind = 'delete')))
            ), volume_place as (
                select due.*, row_number() over (
                    partition by provider, environment, volume_id, takes_place, kind order by due_at, id) as place
                from due
            ), volume_free as (
                select v.*, c.concurrency, coalesce(c.lease_millis, 30000) as lease_millis, row_number() over (
                    partition by v.provider, v.takes_place order by v.due_at, v.id) as provider_place
                from volume_place v
                left join connection c on c.provider = v.provider and c.environment = v.environment
                left join busy_volume b on b.provider = v.provider and b.environment = v.environment
                    and b.volume_id = v.volume_id
                where (c.provider is not null or v.deadline < now())
                    and (not v.takes_place or v.kind <> 'create' or c.provider is null or v.place + coalesce(b.places, 0) <= c.per_volume)
            ), chosen as (
                select f.id, f.takes_place, f.lease_millis from volume_free f
                left join busy b on b.provider = f.provider
                where not f.takes_place or f.provider_place + coalesce(b.places, 0) <= coalesce(f.concurrency, 1)
                order by f.due_at, f.id limit :most
            ), leased as (
                select t.id, t.called_at, c.takes_place, c.lease_millis from task t join chosen c on c.id = t.id
                order by t.id for update of t skip locked
            )
            update task t set
                attempts = t.attempts + 1,
                lease_epoch = t.lease_epoch + 1,
                lease_until = now() + l.lease_millis * interval '1 millisecond',
                in_flight = t.in_flight or l.takes_place,
                called_at = case when t.step = 'start' then now() + l.lease_millis * interval '1 millisecond'
                    else t.called_at end
            from leased l, snapshot s
            where t.id = l.id and s.id = t.snapshot_id
            returning cast(jsonb_build_object(
                'task', to_jsonb(t) || jsonb_build_object('called_at', l.called_at),
                'snapshot', s.document) as text)
            """;

  static final String LOCK =
      """
            select cast(to_jsonb(t) || jsonb_build_object('delete_waits', exists (
                select 1 from task d where d.open and d.snapshot_id = t.snapshot_id and d.kind = 'delete')) as text)
            from task t where t.id = :id for update of t
            """;

  /**
   * A call that makes something is over when its answer is folded: from now on its effect can be
   * looked up. Looks and clean-ups move nothing, nor does an attempt that only waited: were the
   * time moved by it, there would be no end of waiting.
   */
  static final String SAVE =
      """
            update task t set
                open = r.open,
                step = r.step,
                due_at = now() + r.in_millis * interval '1 millisecond',
                attempts = r.attempts,
                failures = r.failures,
                problem = r.problem,
                ticket = case when r.step = 'start' then null else coalesce(r.ticket, t.ticket) end,
                in_flight = r.open and r.keeps_place and t.in_flight,
                called_at = case when t.step <> 'start' then t.called_at when r.acted then now() else r.called_before end,
                lease_until = null
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (id bigint, open boolean, step text, in_millis bigint, attempts int, failures int, problem jsonb,
                    ticket text, keeps_place boolean, acted boolean, called_before timestamptz)
            where t.id = r.id
            """;
}
