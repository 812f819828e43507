package io.stillframe.query.snapshot;

import java.util.UUID;

import jakarta.persistence.Tuple;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.query.page.Document;
import io.stillframe.rows.Patience;

/** A snapshot as it is kept for answers. */
record SnapshotView(String state, long version, long revision, Document document) {

  /** The snapshot, if it is known and of this organization; deleted ones too. */
  static Uni<@Nullable SnapshotView> find(UUID id, String organization) {
    return Patience.session(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(
                                """
                                select state, version, revision, document from snapshot_view
                                where id = :id and organization = :organization
                                """,
                                Tuple.class)
                            .setParameter("id", id)
                            .setParameter("organization", organization)
                            .getSingleResultOrNull())
                .map(SnapshotView::of));
  }

  boolean isDeleted() {
    return state.equals(io.stillframe.contract.SnapshotState.DELETED.wireName());
  }

  private static @Nullable SnapshotView of(@Nullable Tuple row) {
    return row == null
        ? null
        : new SnapshotView(
            row.get(0, String.class),
            row.get(1, Long.class),
            row.get(2, Long.class),
            new Document(row.get(3, String.class)));
  }
}
