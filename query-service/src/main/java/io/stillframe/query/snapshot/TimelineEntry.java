package io.stillframe.query.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Progress;
import io.stillframe.contract.RestoredVolume;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.query.page.Document;
import io.stillframe.rows.Patience;

/**
 * An event as the timeline tells it.
 *
 * @param previousOrganization the former owner, when the event was a transfer
 * @param operations of the reader, those that it started, moved or ended
 */
public record TimelineEntry(
    String type,
    Instant time,
    long version,
    SnapshotState state,
    @Nullable SnapshotState previousState,
    String organization,
    @Nullable String previousOrganization,
    List<Moved> operations,
    @Nullable Progress progress,
    @Nullable Condition condition,
    @Nullable Problem problem) {

  private static final int MOST = 1000;

  /** An operation as it was after the event. */
  public record Moved(
      UUID id,
      OperationKind kind,
      OperationStatus status,
      @Nullable RestoredVolume result,
      @Nullable Problem problem) {

    private static Moved of(Operation operation) {
      return new Moved(
          operation.id(),
          operation.kind(),
          operation.status(),
          operation.result(),
          operation.problem());
    }
  }

  /** The answer, as the API describes it. */
  record Timeline(List<TimelineEntry> items) {}

  /** The event as {@code reader}, an owner or former owner, is told of it. */
  public static TimelineEntry of(SnapshotEvent event, String reader) {
    Snapshot snapshot = event.snapshot();
    return new TimelineEntry(
        event.type(),
        event.time(),
        snapshot.version(),
        snapshot.state(),
        event.previousState(),
        snapshot.organization(),
        event instanceof SnapshotEvent.Updated updated ? updated.previousOrganization() : null,
        event.operations().stream()
            .filter(each -> each.organization().equals(reader))
            .map(Moved::of)
            .toList(),
        snapshot.progress(),
        snapshot.condition(),
        snapshot.problem());
  }

  /**
   * What this organization may see of a snapshot's life: the events while it was the owner, the
   * transfer to it and the transfer from it; the latest {@value #MOST} of them, because a delete
   * may be tried for as long as its provider is away.
   */
  static Uni<List<Document>> of(UUID snapshotId, String organization) {
    return Patience.session(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(
                                """
                                select shown from (
                                  select version, case when organization = :organization then document
                                    else previous_document end as shown
                                  from timeline_entry
                                  where snapshot_id = :id
                                    and (organization = :organization or previous_organization = :organization)
                                  order by version desc limit :most) latest
                                order by version
                                """,
                                String.class)
                            .setParameter("id", snapshotId)
                            .setParameter("organization", organization)
                            .setParameter("most", MOST)
                            .getResultList())
                .map(rows -> rows.stream().map(Document::new).toList()));
  }
}
