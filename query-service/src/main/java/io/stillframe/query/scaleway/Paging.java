package io.stillframe.query.scaleway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.QueryParameter;

/**
 * A page that is asked for, and the headers that lead to the others.
 *
 * @param number from 1
 * @param size 1 to 100
 */
record Paging(long number, int size) {
  private static final int MOST = 100;
  private static final int BY_DEFAULT = 50;
  private static final long LAST_NUMBER = 1_000_000_000;

  static Paging of(@Nullable String page, @Nullable String perPage) {
    return new Paging(
        QueryParameter.number("page", page, 1, LAST_NUMBER, 1),
        (int) QueryParameter.number("per_page", perPage, 1, MOST, BY_DEFAULT));
  }

  long offset() {
    return (number - 1) * size;
  }

  /**
   * The page as an answer.
   *
   * @param path of the list
   * @param total how many items all pages have
   */
  Response answer(Object page, String path, long total) {
    Response.ResponseBuilder answer = Response.ok(page).header("X-Total-Count", total);
    long last = Math.max(1, Math.ceilDiv(total, size));
    if (last > 1) {
      answer.header("Link", link(path, last));
    }
    return answer.build();
  }

  /** Addresses are relative and end in an ampersand, as clients know them. */
  private String link(String path, long last) {
    Map<String, Long> pages = new LinkedHashMap<>();
    pages.put("first", 1L);
    if (number > 1) {
      pages.put("previous", Math.min(number - 1, last));
    }
    if (number < last) {
      pages.put("next", number + 1);
    }
    pages.put("last", last);
    return pages.entrySet().stream()
        .map(
            each ->
                "<%s?page=%d&per_page=%d&>; rel=\"%s\""
                    .formatted(path, each.getValue(), size, each.getKey()))
        .collect(Collectors.joining(","));
  }
}
