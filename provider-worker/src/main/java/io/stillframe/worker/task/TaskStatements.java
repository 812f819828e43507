package io.stillframe.worker.task;

/**
 * The statements of {@link Tasks}. Each takes its rows as one JSON text, so that a batch is one
 * round trip.
 */
final class TaskStatements {
  private TaskStatements() {}

  static final String ADD =
      """
            insert into task (snapshot_id, operation_id, kind, step, provider, environment, volume_id, request, deadline,
                traceparent)
            select snapshot_id, operation_id, kind, 'start', provider, environment, volume_id, request, deadline, traceparent
            from rows from (jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as (snapshot_id uuid, operation_id uuid, kind text, provider text, environment text, volume_id text,
                    request jsonb, deadline timestamptz, traceparent text)) with ordinality
                as r (snapshot_id, operation_id, kind, provider, environment, volume_id, request, deadline, traceparent,
                    n)
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
                lease_until = null,
                waiting_told = false,
                waiting_until = null
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (id bigint, open boolean, step text, in_millis bigint, attempts int, failures int, problem jsonb,
                    ticket text, keeps_place boolean, acted boolean, called_before timestamptz)
            where t.id = r.id
            """;
}
