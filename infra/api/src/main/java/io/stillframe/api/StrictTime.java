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
    // RFC 3339 has four digits for the year, and PostgreSQL no room for the rest of Java's range.
    if (text.charAt(0) == '+' || text.charAt(0) == '-') {
      throw new DateTimeParseException("the year has more than four digits", text, 0);
    }
    return time;
  }
}
