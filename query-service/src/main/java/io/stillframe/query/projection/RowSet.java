package io.stillframe.query.projection;

import java.util.Collection;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;

/**
 * Runs one statement for many rows, which travel as one JSON array: a batch costs one round trip
 * per table, whatever its size. The parameter is cast from text, because the driver would write a
 * string for a JSON parameter as a JSON string.
 */
final class RowSet {
  /** What the statements read their rows from; the row's columns follow in parentheses. */
  static final String ROWS = "json_to_recordset(cast(cast(:rows as text) as json)) as row";

  private RowSet() {}

  static Uni<Void> run(String statement, Collection<?> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(statement)
                    .setParameter("rows", Message.write(rows))
                    .executeUpdate())
        .replaceWithVoid();
  }
}
