package io.stillframe.command.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.intake.Received;
import io.stillframe.rows.Rows;

/**
 * Accepted requests, and the keys that they came with, that a restored database has lost. In the
 * caller's transaction.
 */
@Singleton
public class LostOperations {
  /** A worker that was never heard of it will have it sent again. */
  private static final String ADD =
      """
            insert into operation
                (id, kind, status, organization, snapshot_id, created_at, deadline, document, request, sent_at)
            select cast(d ->> 'id' as uuid), d ->> 'kind', d ->> 'status', d ->> 'organization',
                cast(d ->> 'snapshotId' as uuid), cast(d ->> 'createdAt' as timestamptz),
                cast(d ->> 'deadline' as timestamptz), d, r.request, now()
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r (document jsonb, request jsonb)
            cross join lateral (select r.document as d) as document
            on conflict (id) do nothing
            """;

  private static final String KEEP =
      """
            insert into idempotency_key (organization, key, fingerprint, operation_id, accepted_at)
            select organization, key, fingerprint, operation_id, accepted_at
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (organization text, key text, fingerprint text, operation_id uuid, accepted_at timestamptz)
            on conflict (organization, key) do update
                set fingerprint = excluded.fingerprint, operation_id = excluded.operation_id,
                    accepted_at = excluded.accepted_at
                where excluded.accepted_at > idempotency_key.accepted_at
            """;

  private record Accepted(Operation document, SnapshotRequest request) {}

  private record Kept(
      String organization,
      String key,
      String fingerprint,
      UUID operation_id,
      Instant accepted_at) {}

  /** Adds those that are not known. */
  public Uni<Void> add(List<Received<SnapshotRequest>> requests) {
    List<Accepted> accepted = new ArrayList<>();
    // A key may be used again when it is forgotten: the last use counts.
    Map<String, Kept> kept = new HashMap<>();
    for (Received<SnapshotRequest> received : requests) {
      SnapshotRequest request = received.message();
      kind(request)
          .ifPresent(kind -> accepted.add(new Accepted(Operation.running(request, kind), request)));
      SentKey.of(received.record())
          .map(
              key ->
                  new Kept(
                      key.owner(),
                      key.key(),
                      key.fingerprint(),
                      request.operationId(),
                      request.requestedAt()))
          .ifPresent(
              each ->
                  kept.merge(
                      each.organization() + " " + each.key(),
                      each,
                      (a, b) -> a.accepted_at().isAfter(b.accepted_at()) ? a : b));
    }
    return Rows.updateAll(ADD, accepted)
        .chain(() -> Rows.updateAll(KEEP, List.copyOf(kept.values())));
  }

  /** A cancellation is no operation of its own. */
  private static Optional<OperationKind> kind(SnapshotRequest request) {
    return switch (request) {
      case CreateSnapshot ignored -> Optional.of(OperationKind.CREATE);
      case UpdateSnapshot ignored -> Optional.of(OperationKind.UPDATE);
      case DeleteSnapshot ignored -> Optional.of(OperationKind.DELETE);
      case RestoreSnapshot ignored -> Optional.of(OperationKind.RESTORE);
      case CancelOperation ignored -> Optional.empty();
      case SnapshotRequest.Unknown ignored -> Optional.empty();
    };
  }
}
