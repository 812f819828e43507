package io.stillframe.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;

/** Reads the values of query parameters; each answers 400 invalid-parameter for one it cannot. */
public final class QueryParameter {
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  private QueryParameter() {}

  /** A whole number from {@code low} to {@code high}; {@code fallback} if it is not given. */
  public static long number(
      String name, @Nullable String text, long low, long high, long fallback) {
    if (text == null) {
      return fallback;
    }
    long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
    if (number < low || number > high) {
      throw invalid(name, "must be a whole number from %d to %d".formatted(low, high));
    }
    return number;
  }

  /** An RFC 3339 time; none if it is not given. */
  public static @Nullable Instant time(String name, @Nullable String text) {
    try {
      return text == null ? null : StrictTime.parse(text);
    } catch (DateTimeParseException e) {
      // A plus sign that is not percent-encoded arrives as a space: worth a hint.
      throw invalid(
          name, "must be a time such as 2026-01-31T12:00:00Z; an offset's + is sent as %2B");
    }
  }

  /** A UUID; none if it is not given. */
  public static @Nullable UUID id(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!PathId.isId(text)) {
      throw invalid(name, "must be a UUID");
    }
    return UUID.fromString(text);
  }

  /** One of the names of {@code values}; none if it is not given. */
  public static <T> @Nullable String oneOf(
      String name, @Nullable String text, T[] values, Function<T, String> toName) {
    List<String> names = Stream.of(values).map(toName).toList();
    if (text != null && !names.contains(text)) {
      throw invalid(name, "must be one of: " + String.join(", ", names));
    }
    return text;
  }

  /** The problem of a value that breaks the rule {@code why}, for example "must be a UUID". */
  public static ProblemException invalid(String name, String why) {
    return new ProblemException(ProblemType.INVALID_PARAMETER.at(name, name + " " + why));
  }
}
