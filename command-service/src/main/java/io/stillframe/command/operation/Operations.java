package io.stillframe.command.operation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.outbox.Outbox;
import io.stillframe.rows.Rows;

/** The stored operations. All of it happens in the caller's transaction or session. */
@Singleton
public class Operations {
  private static final String ADD =
      """
            insert into operation
                (id, kind, status, organization, snapshot_id, created_at, deadline, document, request, sent_at)
            select cast(d ->> 'id' as uuid), d ->> 'kind', d ->> 'status', d ->> 'organization',
                cast(d ->> 'snapshotId' as uuid), cast(d ->> 'createdAt' as timestamptz),
                cast(d ->> 'deadline' as timestamptz), d, cast(cast(:request as text) as jsonb),
                cast(d ->> 'createdAt' as timestamptz)
            from cast(cast(:document as text) as jsonb) as d
            """;
  private static final String FIND = "select cast(document as text) from operation where id = :id";
  private static final String LAST_DELETE =
      """
            select cast(document as text) from operation
            where snapshot_id = :snapshot and kind = 'delete' and organization = :organization
                and status in ('running', 'succeeded')
            order by created_at desc limit 1
            """;

  /** What has ended stays as it ended; a worker's word, whatever it is, is heard. */
  private static final String MOVE =
      """
            update operation o set
                heard = true,
                status = case when o.status = 'running' then r.value ->> 'status' else o.status end,
                ended_at = case when o.status = 'running' then cast(r.value ->> 'endedAt' as timestamptz)
                    else o.ended_at end,
                document = case when o.status = 'running' then r.value else o.document end
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            where o.id = cast(r.value ->> 'id' as uuid)
            """;

  /**
   * Of a snapshot only the first: a worker refuses what comes before its create. The coalesce keeps
   * the index of all that is unheard out of the search for earlier ones.
   */
  private static final String UNHEARD =
      """
            with silent as (
                select id from operation o where not heard and status = 'running'
                    and sent_at < now() - cast(:millis as bigint) * interval '1 millisecond'
                    and not exists (
                        select from operation e where e.snapshot_id = o.snapshot_id and not coalesce(e.heard, false)
                            and e.status = 'running' and (e.created_at, e.id) < (o.created_at, o.id))
                order by sent_at limit 100 for update skip locked)
            update operation o set sent_at = now() from silent where o.id = silent.id
            returning cast(o.request as text)
            """;

  /**
   * What has run for days, as a delete at a provider that is gone: before its request leaves the
   * topic, from which a worker's database that is restored, or made anew, learns of it.
   */
  private static final String AGING =
      """
            with aging as (
                select id from operation
                where heard and status = 'running' and sent_at < now() - interval '3 days'
                order by sent_at limit 100 for update skip locked),
            sent as (
                update operation o set sent_at = now() from aging where o.id = aging.id
                returning o.created_at, o.id, o.request)
            select cast(request as text) from sent order by created_at, id
            """;

  private static final int MOST_OF_ONE = 20;
  private static final String RUNNING =
      """
            select cast(count(*) as text) from operation
            where snapshot_id = :snapshot and status = 'running'
            """;

  private final Outbox outbox;

  Operations(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Whether one more may run on the snapshot: they wait for each other, and each look of a worker
   * passes them all.
   *
   * @return fails with a 429 if not
   */
  public Uni<Void> requireTurn(UUID snapshotId) {
    return Rows.select(RUNNING, Long.class, Map.of("snapshot", snapshotId))
        .map(List::getFirst)
        .invoke(
            running -> {
              if (running >= MOST_OF_ONE) {
                throw new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS.because(
                            "%d operations of this snapshot are running; wait until some have ended"
                                .formatted(running)))
                    .with("Retry-After", "5");
              }
            })
        .replaceWithVoid();
  }

  /**
   * Stores a new operation and has its request sent.
   *
   * @param key that the caller gave it
   */
  public Uni<Operation> accept(
      OperationKind kind, SnapshotRequest request, Optional<IdempotencyKey> key) {
    Operation operation = Operation.running(request, kind);
    return Rows.update(
            ADD, Map.of("document", Message.write(operation), "request", Message.write(request)))
        .chain(() -> outbox.append(List.of(Message.of(request).with(SentKey.headers(key)))))
        .replaceWith(operation);
  }

  public Uni<Optional<Operation>> find(UUID id) {
    return Rows.find(FIND, Operation.class, Map.of("id", id));
  }

  /** The latest delete of the snapshot that is running or has succeeded. */
  public Uni<Optional<Operation>> lastDelete(UUID snapshotId, String organization) {
    return Rows.find(
        LAST_DELETE, Operation.class, Map.of("snapshot", snapshotId, "organization", organization));
  }

  /**
   * Stores what events say of operations; of one that is named twice, only the last word may be
   * given.
   */
  public Uni<Void> move(List<Operation> operations) {
    return Rows.updateAll(MOVE, operations);
  }

  /**
   * Sends again what no worker was heard of for {@code silence}, and what has run for days; a
   * worker that has it already drops it.
   */
  Uni<Integer> sendAgain(Duration silence) {
    return Rows.select(UNHEARD, SnapshotRequest.class, Map.of("millis", silence.toMillis()))
        .chain(this::send)
        .chain(
            unheard ->
                Rows.select(AGING, SnapshotRequest.class, Map.of())
                    .chain(this::send)
                    .map(aging -> unheard + aging));
  }

  private Uni<Integer> send(List<SnapshotRequest> requests) {
    return outbox.append(requests.stream().map(Message::of).toList()).replaceWith(requests.size());
  }
}
