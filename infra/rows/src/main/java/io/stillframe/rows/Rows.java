package io.stillframe.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;

/**
 * Statements whose rows travel as JSON texts, in the current session. A text is cast twice in them,
 * because a lone jsonb parameter arrives as a JSON string.
 */
public final class Rows {
  private Rows() {}

  /** The rows of a statement whose only column is a JSON text. */
  public static <T> Uni<List<T>> select(
      String statement, Class<T> type, Map<String, ?> parameters) {
    return Panache.getSession()
        .chain(
            session ->
                bind(session.createNativeQuery(statement, String.class), parameters)
                    .getResultList())
        .invoke(Patience::noteAnswer)
        .map(rows -> rows.stream().map(row -> read(row, type)).toList());
  }

  /** The row of such a statement, if there is one. */
  public static <T> Uni<Optional<T>> find(
      String statement, Class<T> type, Map<String, ?> parameters) {
    return select(statement, type, parameters).map(rows -> rows.stream().findFirst());
  }

  /** How many rows the statement changed. */
  public static Uni<Integer> update(String statement, Map<String, ?> parameters) {
    return Panache.getSession()
        .chain(session -> bind(session.createNativeQuery(statement), parameters).executeUpdate())
        .invoke(Patience::noteAnswer);
  }

  /**
   * Runs a statement over {@code rows}, its parameter of that name; nothing when there are none.
   */
  public static Uni<Void> updateAll(String statement, Collection<?> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : update(statement, Map.of("rows", Message.write(rows))).replaceWithVoid();
  }

  private static <Q extends Mutiny.AbstractQuery> Q bind(Q query, Map<String, ?> parameters) {
    parameters.forEach(query::setParameter);
    return query;
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return ContractJson.MAPPER.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
