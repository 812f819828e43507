package io.stillframe.api;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** Takes an RFC 3339 time with an offset and nothing else; Jackson's own also takes numbers. */
final class StrictTime extends StdScalarDeserializer<Instant> {
  // RFC 3339 has four digits for the year, and PostgreSQL knows no year 0 and rounds to
  // microseconds.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  StrictTime() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw MismatchedInputException.from(parser, Instant.class, "not a string");
    }
    try {
      return parse(parser.getText());
    } catch (DateTimeParseException e) {
      throw MismatchedInputException.from(parser, Instant.class, "not a time");
    }
  }

  static Instant parse(String text) {
    Instant time = OffsetDateTime.parse(text).toInstant();
    boolean isSigned = text.charAt(0) == '+' || text.charAt(0) == '-';
    if (isSigned || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeParseException("the year is not 0001 to 9999", text, 0);
    }
    return time;
  }
}
