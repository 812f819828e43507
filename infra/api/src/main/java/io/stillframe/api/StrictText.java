package io.stillframe.api;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/**
 * Takes a JSON string for a text and nothing else, and no text that cannot be kept: PostgreSQL has
 * no room for U+0000, and half a surrogate pair is no character.
 */
final class StrictText extends StdScalarDeserializer<String> {
  StrictText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw MismatchedInputException.from(parser, String.class, "not a string");
    }
    return check(parser.getText(), parser);
  }

  /** The same for the names of members that the caller chooses, such as labels. */
  static final class Key extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
      return check(key, context.getParser());
    }
  }

  /** Whether it has no U+0000 and no half of a surrogate pair. */
  static boolean isKeepable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  private static String check(String text, JsonParser parser) throws IOException {
    if (!isKeepable(text)) {
      throw new NotTextException(parser);
    }
    return text;
  }

  static final class NotTextException extends MismatchedInputException {
    private NotTextException(JsonParser parser) {
      super(parser, "must be Unicode text without U+0000", String.class);
    }
  }
}
