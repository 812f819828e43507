package io.stillframe.query.page;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * What a list is sorted by: a column and, among equals, a key.
 *
 * @param column of the table; a time or a text
 * @param key the primary key's column
 */
public record Sort(String column, Type type, String key, Type keyType, boolean descending) {
  /** How a column's value goes into a cursor and back into a query. */
  public enum Type {
    /** As microseconds since 1970, which is what PostgreSQL keeps. */
    TIME("cast(cast(floor(extract(epoch from %s) * 1000000) as bigint) as text)", "timestamptz"),
    TEXT("%s", "text"),
    UUID("cast(%s as text)", "uuid");

    private final String asText;
    private final String sqlType;

    Type(String asText, String sqlType) {
      this.asText = asText;
      this.sqlType = sqlType;
    }

    String select(String column) {
      return asText.formatted(column);
    }

    String parameter(String name) {
      return "cast(cast(:%s as text) as %s)".formatted(name, sqlType);
    }

    /** The value of a cursor as a query takes it; a cursor may be forged, so it is checked. */
    String checked(String value) {
      try {
        return switch (this) {
          case TEXT -> value;
          case UUID -> java.util.UUID.fromString(value).toString();
          case TIME -> time(Long.parseLong(value));
        };
      } catch (IllegalArgumentException | DateTimeException e) {
        throw Cursor.invalid();
      }
    }

    private static String time(long micros) {
      Instant time =
          Instant.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
      String text = time.toString();
      // PostgreSQL knows neither a year 0 nor a sign.
      if (!Character.isDigit(text.charAt(0)) || text.startsWith("0000")) {
        throw Cursor.invalid();
      }
      return text;
    }
  }

  /** The newest first; of one instant, the higher UUID first. */
  public static Sort newestFirst() {
    return new Sort("created_at", Type.TIME, "id", Type.UUID, true);
  }

  public Sort reversed() {
    return new Sort(column, type, key, keyType, !descending);
  }

  String orderBy() {
    String direction = descending ? " desc" : "";
    return " order by " + column + direction + ", " + key + direction;
  }

  /** Holds for the rows behind a cursor. Written as a row value, so that an index serves it. */
  String behind() {
    return "(%s, %s) %s (%s, %s)"
        .formatted(
            column,
            key,
            descending ? "<" : ">",
            type.parameter("cursorValue"),
            keyType.parameter("cursorKey"));
  }
}
