package io.stillframe.api;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

/** What is wrong with a body, in words of the API: Jackson's own messages name our classes. */
final class BodyProblems {
  private BodyProblems() {}

  static Problem of(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> unknownMember(unknown);
      case MismatchedInputException mismatched -> mismatch(mismatched);
      case StreamConstraintsException limit ->
          ProblemType.MALFORMED_BODY.because("the body goes beyond a limit: " + firstLine(limit));
      default ->
          ProblemType.MALFORMED_BODY.because(
              "the body is not valid JSON%s: %s".formatted(at(e.getLocation()), firstLine(e)));
    };
  }

  private static Problem unknownMember(UnrecognizedPropertyException e) {
    String known =
        e.getKnownPropertyIds() == null
            ? "none"
            : e.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    String field = path(e.getPath());
    return ProblemType.UNKNOWN_MEMBER.at(
        field, "%s is not known; known are: %s".formatted(field, known));
  }

  private static Problem mismatch(MismatchedInputException e) {
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return ProblemType.MALFORMED_BODY.because("the body goes on after its JSON value");
    }
    String expected =
        e instanceof StrictText.NotTextException notText
            ? notText.getOriginalMessage()
            : "must be " + expected(e.getTargetType());
    return e.getPath().isEmpty()
        ? ProblemType.MALFORMED_BODY.because("the body " + expected)
        : ProblemType.MALFORMED_BODY.at(path(e.getPath()), path(e.getPath()) + " " + expected);
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type.isEnum()) {
      return "one of "
          + Stream.of(type.getEnumConstants())
              .map(BodyProblems::wireName)
              .collect(Collectors.joining(", "));
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == Instant.class) {
      return "a time such as \"2026-01-31T12:00:00Z\"";
    }
    if (type == UUID.class) {
      return "a UUID";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number within range";
    }
    return Collection.class.isAssignableFrom(type) || type.isArray() ? "an array" : "an object";
  }

  private static String wireName(Object constant) {
    for (var method : constant.getClass().getMethods()) {
      if (method.isAnnotationPresent(JsonValue.class)) {
        try {
          return String.valueOf(method.invoke(constant));
        } catch (ReflectiveOperationException e) {
          break;
        }
      }
    }
    return String.valueOf(constant);
  }

  private static String path(List<Reference> references) {
    return references.stream()
        .map(
            each -> each.getFieldName() == null ? "[" + each.getIndex() + "]" : each.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String firstLine(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }
}
