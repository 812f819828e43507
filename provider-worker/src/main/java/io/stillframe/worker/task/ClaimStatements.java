package io.stillframe.worker.task;

import io.stillframe.worker.budget.Budgets;

/** The statements of {@link Claiming}. */
final class ClaimStatements {
  private ClaimStatements() {}

  /**
   * Places and steps are counted, so one claims at a time; the lock ends with the transaction. To
   * compile the statements that follow would take longer than they do, and the order of an index is
   * right however few rows the statistics expect. A claimer that was paused or cut off must not
   * keep all others waiting: the database ends its session. Answers with the time.
   */
  static final String ONE_CLAIMER =
      """
            select cast(to_jsonb(clock_timestamp()) as text)
            from (select pg_advisory_xact_lock(%d), set_config('jit', 'off', true),
                set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
                set_config('idle_in_transaction_session_timeout', '5s', true)) as locked
            """
          .formatted(Budgets.LOCK);

  /**
   * A task is due when no earlier one of its snapshot stands before it: restores stand before
   * deletes only, and what is swept stands before nobody, because its operation has ended. The
   * coalesce keeps partial indexes out of it, which hold all that is open.
   */
  static final String IS_FIRST =
      """
            not exists (
                select 1 from task earlier
                where coalesce(earlier.open, false) and earlier.snapshot_id = t.snapshot_id and earlier.id < t.id
                    and earlier.step <> 'sweep' and (earlier.kind <> 'restore' or t.kind = 'delete'))
            """;

  private static final String IS_FREE =
      "t.open and t.due_at <= now() and (t.lease_until is null or t.lease_until < now())";

  static final String ANY_DUE = any(IS_FREE);

  /** Whether there is such a task, by the index of those that are open, whatever statistics say. */
  static String any(String condition) {
    return """
        select cast(to_jsonb(exists (
            select 1 from (select t.id from task t where %s
                order by t.provider, t.organization, t.lane, t.due_at, t.id limit 1) found)) as text)
        """
        .formatted(condition);
  }

  /**
   * The first tasks of every queue, in the order of their turns: the first of all queues, the one
   * that had no turn for longest before the others, then the second of all, and so on. Queues are
   * found by skipping from one to the next in the index, so that it costs the same however many
   * wait for a place. What waits for its volume or behind another task of its snapshot is passed
   * one by one: the first costs a look into a small table in memory, and of the second few may
   * wait. What is past its deadline must end, and has a queue of its own.
   */
  static final String CANDIDATES =
      """
            with recursive connection as (
                select * from jsonb_to_recordset(cast(cast(:connections as text) as jsonb))
                    as c (provider text, environment text, concurrency int, environment_concurrency int,
                        per_volume int, room int)
            ), busy as (
                select provider, environment, cast(count(*) as int) as places from task
                where open and in_flight group by provider, environment
            ), place as (
                select c.*,
                    c.concurrency - coalesce((select sum(places) from busy b where b.provider = c.provider), 0)
                        as places,
                    c.environment_concurrency - coalesce((select sum(places) from busy b
                        where b.provider = c.provider and b.environment = c.environment), 0) as environment_places
                from connection c
            ), busy_volume as (
                select provider, environment, volume_id, cast(count(*) as int) as places from task
                where open and in_flight and kind = 'create' group by provider, environment, volume_id
            ), full_volume as (
                select b.provider, b.environment, b.volume_id from busy_volume b
                join connection c on c.provider = b.provider and c.environment = b.environment
                where b.places >= c.per_volume
            ), provider as (
                select provider, max(room) as room, greatest(max(places), 0) as places from place
                where room > 0 group by provider
            ), queue (provider, organization, lane) as (
                (select provider, organization, lane from task where open
                    order by provider, organization, lane limit 1)
                union all
                select n.provider, n.organization, n.lane from queue q cross join lateral (
                    select t.provider, t.organization, t.lane from task t
                    where t.open and (t.provider, t.organization, t.lane) > (q.provider, q.organization, q.lane)
                    order by t.provider, t.organization, t.lane limit 1) n
            ), candidate as (
                select c.* from queue q join provider p on p.provider = q.provider cross join lateral (
                    select t.id, t.kind, t.provider, t.environment, t.organization, t.volume_id, t.lane, t.due_at,
                        t.lane = 2 as starts, false as late, l.places, l.environment_places, l.per_volume
                    from task t
                    join place l on l.provider = t.provider and l.environment = t.environment and l.room > 0
                    where t.provider = q.provider and t.organization = q.organization and t.lane = q.lane
                        and %1$s
                        and (t.deadline is null or t.deadline >= now() or t.step = 'sweep')
                        and (t.lane <> 2 or l.places > 0 and l.environment_places > 0
                            and (t.kind <> 'create' or (t.provider, t.environment, t.volume_id)
                                not in (select provider, environment, volume_id from full_volume)))
                        and %2$s
                    order by t.due_at, t.id
                    limit least(:most, p.room, case when q.lane = 2 then p.places else :most end)) c
                union all
                (select t.id, t.kind, t.provider, t.environment, t.organization, t.volume_id, -1, t.due_at,
                    false, t.deadline < now() - interval '1 second', 0, 0, 0
                from task t
                where t.deadline < now() and t.step <> 'sweep' and %1$s
                    and (t.kind in ('update', 'restore') or %2$s)
                order by t.deadline, t.id limit :most)
            ), ranked as (
                select c.*, row_number() over (
                        partition by provider, organization, lane order by due_at, id) as rank,
                    c.per_volume - coalesce((select b.places from busy_volume b
                        where b.provider = c.provider and b.environment = c.environment
                            and b.volume_id = c.volume_id), 0) as volume_places
                from candidate c
            )
            select cast(to_jsonb(r) as text) from ranked r
            left join turn on turn.provider = r.provider and turn.organization = r.organization
                and turn.lane = r.lane
            order by r.rank, turn.served_at nulls first, r.lane, r.due_at, r.id
            """
          .formatted(IS_FREE, IS_FIRST);

  /** The attempt is counted before anything is asked of a provider. */
  static final String LEASE =
      """
            with chosen as (
                select * from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                    as c (id bigint, starts boolean, lease_millis bigint)
            ), leased as (
                select t.id, t.called_at, c.starts, c.lease_millis from task t join chosen c on c.id = t.id
                where coalesce(t.open, false) and t.due_at <= now()
                    and (t.lease_until is null or t.lease_until < now())
                for update of t skip locked
            )
            update task t set
                attempts = t.attempts + 1,
                lease_epoch = t.lease_epoch + 1,
                lease_until = now() + l.lease_millis * interval '1 millisecond',
                in_flight = t.in_flight or l.starts,
                called_at = case when t.step = 'start' then now() + l.lease_millis * interval '1 millisecond'
                    else t.called_at end,
                waiting_told = false,
                waiting_until = null
            from leased l, snapshot s
            where t.id = l.id and s.id = t.snapshot_id
            returning cast(jsonb_build_object(
                'task', to_jsonb(t) || jsonb_build_object('called_at', l.called_at),
                'snapshot', s.document) as text)
            """;

  static final String SERVED =
      """
            insert into turn (provider, organization, lane, served_at)
            select distinct provider, organization, lane, statement_timestamp()
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (provider text, organization text, lane smallint)
            where lane >= 0
            on conflict (provider, organization, lane) do update set served_at = excluded.served_at
            """;
}
