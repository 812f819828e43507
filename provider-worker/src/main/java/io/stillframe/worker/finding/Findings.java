package io.stillframe.worker.finding;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.LastAction;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.FindingBuilder;
import io.stillframe.contract.Message;
import io.stillframe.outbox.Outbox;
import io.stillframe.rows.Rows;
import io.stillframe.worker.provider.Connection;

/** The stored findings; what is news is told. All of it happens in the caller's transaction. */
@Singleton
public class Findings {
  private static final String UNRESOLVED =
      """
            select cast(document as text) from finding
            where provider = :provider and environment = :environment and status <> 'resolved'
            """;

  private static final String ENROL =
      """
            insert into finding (id, provider, environment, status, document)
            values (:id, :provider, :environment, 'resolved', cast(cast(:document as text) as jsonb))
            on conflict do nothing
            """;

  private static final String FIND = "select cast(document as text) from finding where id = :id";

  private static final String LOCK = FIND + " for update";

  private static final String SAVE =
      """
            update finding set status = r.status, document = r.document
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as r (id uuid, status text, document jsonb)
            where finding.id = r.id
            """;

  private static final String RAISE =
      """
            insert into finding (id, provider, environment, status, document)
            select cast(r.value ->> 'id' as uuid), r.value ->> 'provider', r.value ->> 'environment',
                r.value ->> 'status', r.value
            from jsonb_array_elements(cast(cast(:rows as text) as jsonb)) as r
            on conflict (id) do update set status = excluded.status, document = excluded.document
                where cast(excluded.document ->> 'version' as bigint) > cast(finding.document ->> 'version' as bigint)
            """;

  private final Outbox outbox;
  private final Clock clock;

  Findings(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Row(UUID id, Status status, Finding document) {}

  Uni<List<Finding>> unresolved(Connection connection) {
    return Rows.select(
        UNRESOLVED,
        Finding.class,
        Map.of("provider", connection.provider(), "environment", connection.environment()));
  }

  /** The finding as it is now. */
  public Uni<Optional<Finding>> find(UUID id) {
    return Rows.find(FIND, Finding.class, Map.of("id", id));
  }

  /** The finding, locked; none if there never was one. */
  public Uni<Optional<Finding>> lock(UUID id) {
    return Rows.find(LOCK, Finding.class, Map.of("id", id));
  }

  /** Something was seen that is as {@code seen} says; its status, version and times are ours. */
  Uni<Void> see(Finding seen) {
    Map<String, Object> first =
        Map.of(
            "id",
            seen.id(),
            "provider",
            seen.provider(),
            "environment",
            seen.environment(),
            "document",
            Message.write(FindingBuilder.builder(seen).status(Status.RESOLVED).version(0).build()));
    return Rows.update(ENROL, first)
        .chain(() -> lock(seen.id()))
        .chain(
            before -> {
              Finding known = before.orElseThrow();
              boolean again = known.status() == Status.RESOLVED;
              Finding now =
                  FindingBuilder.builder(known)
                      .status(again ? Status.OPEN : known.status())
                      .organization(seen.organization())
                      .providerSnapshotId(seen.providerSnapshotId())
                      .snapshotId(seen.snapshotId())
                      .volumeId(seen.volumeId())
                      .name(seen.name())
                      .sizeBytes(seen.sizeBytes())
                      .marked(seen.marked())
                      .detail(seen.detail())
                      .firstSeenAt(again ? clock.instant() : known.firstSeenAt())
                      .build();
              return now.equals(known) ? Uni.createFrom().voidItem() : save(now);
            });
  }

  /** It is as it should be again. */
  Uni<Void> resolve(UUID id) {
    return lock(id)
        .chain(
            found ->
                found.filter(each -> each.status() != Status.RESOLVED).isPresent()
                    ? save(FindingBuilder.builder(found.get()).status(Status.RESOLVED).build())
                    : Uni.createFrom().voidItem());
  }

  /** An administrator's action was carried out on a finding that the caller has locked. */
  public Uni<Void> acted(Finding finding, Status status, LastAction action) {
    return save(FindingBuilder.builder(finding).status(status).action(action).build());
  }

  /** Stores those that are newer than what is stored; each may be given once. */
  public Uni<Void> raise(List<Finding> told) {
    return Rows.updateAll(RAISE, told);
  }

  private Uni<Void> save(Finding changed) {
    Instant now = clock.instant();
    Finding next =
        FindingBuilder.builder(changed).version(changed.version() + 1).observedAt(now).build();
    return Rows.updateAll(SAVE, List.of(new Row(next.id(), next.status(), next)))
        .chain(() -> outbox.append(List.of(Message.of(next))));
  }
}
