package io.stillframe.query.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.persistence.Tuple;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.PathId;
import io.stillframe.api.QueryParameter;
import io.stillframe.contract.ProblemType;
import io.stillframe.rows.Patience;

/**
 * One page of a table's documents. Its cost does not grow with the page's depth, and rows that come
 * and go do not move the ones behind a cursor.
 */
public final class PageQuery {
  /** Items on a page, if the caller does not say. */
  private static final int DEFAULT_LIMIT = 50;

  private static final int MAX_LIMIT = 1000;

  private final StringBuilder where = new StringBuilder("true");
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final String table;
  private final String document;
  private final Sort sort;

  public PageQuery(String table, Sort sort) {
    this(table, "document", sort);
  }

  /**
   * @param document what the items are selected by, a text
   */
  public PageQuery(String table, String document, Sort sort) {
    this.table = table;
    this.document = document;
    this.sort = sort;
  }

  /** Adds a condition that has no value of its own. */
  public PageQuery where(String condition) {
    where.append(" and ").append(condition);
    return this;
  }

  /** Adds a condition on the parameter {@code name}, unless there is no value. */
  public PageQuery where(String condition, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value);
      where(condition);
    }
    return this;
  }

  /**
   * Reads the page.
   *
   * @param limit 1 to 1000, 50 if not given
   * @param cursor of the page before; none for the first
   */
  public Uni<Page> read(@Nullable String limit, @Nullable String cursor) {
    int size = (int) QueryParameter.number("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT);
    String query = table + where + parameters + sort;
    if (cursor != null) {
      Cursor from = Cursor.read(cursor, query);
      where(sort.behind());
      parameters.put("cursorValue", sort.type().checked(from.value()));
      parameters.put("cursorKey", sort.keyType().checked(from.key()));
    }
    return Patience.session(() -> Panache.getSession().chain(session -> rows(session, size + 1)))
        .map(
            rows ->
                Page.of(
                    rows,
                    size,
                    row -> new Document(row.get(0, String.class)),
                    row -> cursor(row).write(query)));
  }

  /**
   * The one item there is.
   *
   * @param unknown the problem if there is none
   */
  public Uni<Document> one(ProblemType unknown) {
    return read("1", null)
        .map(
            found -> found.items().stream().findFirst().orElseThrow(() -> PathId.unknown(unknown)));
  }

  private Uni<List<Tuple>> rows(Mutiny.Session session, int limit) {
    String sql =
        "select %s, %s, %s from %s where %s%s limit :most"
            .formatted(
                document,
                sort.type().select(sort.column()),
                sort.keyType().select(sort.key()),
                table,
                where,
                sort.orderBy());
    Mutiny.SelectionQuery<Tuple> query = session.createNativeQuery(sql, Tuple.class);
    parameters.forEach(query::setParameter);
    return query.setParameter("most", (long) limit).getResultList();
  }

  private static Cursor cursor(Tuple row) {
    return new Cursor(row.get(1, String.class), row.get(2, String.class));
  }
}
