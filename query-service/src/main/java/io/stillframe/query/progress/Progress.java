package io.stillframe.query.progress;

import java.util.Map;

import jakarta.persistence.Tuple;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

import io.stillframe.query.page.Document;
import io.stillframe.rows.Patience;

/** What became of a request so far, as it is kept for answers. */
public record Progress(boolean isEnded, Document document) {

  /**
   * Reads it, if it is known.
   *
   * @param query selects whether it has ended, and the document
   */
  public static Uni<@Nullable Progress> find(String query, Map<String, Object> parameters) {
    return Patience.session(
        () -> Panache.getSession().chain(session -> row(session, query, parameters)));
  }

  private static Uni<@Nullable Progress> row(
      Mutiny.Session session, String query, Map<String, Object> parameters) {
    Mutiny.SelectionQuery<Tuple> selection = session.createNativeQuery(query, Tuple.class);
    parameters.forEach(selection::setParameter);
    return selection.getSingleResultOrNull().map(Progress::of);
  }

  private static @Nullable Progress of(@Nullable Tuple row) {
    return row == null
        ? null
        : new Progress(row.get(0, Boolean.class), new Document(row.get(1, String.class)));
  }
}
