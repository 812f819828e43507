package io.stillframe.query.operation;

import java.util.UUID;

import jakarta.persistence.Tuple;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.query.page.Document;
import io.stillframe.rows.Patience;

/** An operation as it is kept for answers. */
record OperationView(boolean isEnded, Document document) {

  /** The operation, if it is known and this organization asked for it. */
  static Uni<@Nullable OperationView> find(UUID id, String organization) {
    return Patience.session(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(
                                """
                                select ended, document from operation_view
                                where id = :id and organization = :organization
                                """,
                                Tuple.class)
                            .setParameter("id", id)
                            .setParameter("organization", organization)
                            .getSingleResultOrNull())
                .map(OperationView::of));
  }

  private static @Nullable OperationView of(@Nullable Tuple row) {
    return row == null
        ? null
        : new OperationView(row.get(0, Boolean.class), new Document(row.get(1, String.class)));
  }
}
