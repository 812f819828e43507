package io.stillframe.query.page;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor where the next page begins; none on the last page
 */
public record Page(List<Document> items, @Nullable String nextCursor) {

  /** The whole list on one page. */
  public static Page whole(List<Document> items) {
    return new Page(items, null);
  }

  /** At most {@code limit} of {@code rows}, which were read with one more than that. */
  static <R> Page of(
      List<R> rows, int limit, Function<R, Document> document, Function<R, String> cursor) {
    List<R> shown = rows.subList(0, Math.min(limit, rows.size()));
    return new Page(
        shown.stream().map(document).toList(),
        rows.size() > limit ? cursor.apply(shown.getLast()) : null);
  }
}
