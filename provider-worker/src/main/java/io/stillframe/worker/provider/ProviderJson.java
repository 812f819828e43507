package io.stillframe.worker.provider;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;

import io.stillframe.contract.ContractJson;

/**
 * JSON of others, who write into their texts what they like. What no database keeps (U+0000, half a
 * surrogate pair) is replaced, so that one name stops nothing.
 */
public final class ProviderJson {
  public static final ObjectMapper MAPPER =
      ContractJson.MAPPER
          .copy()
          .registerModule(new SimpleModule().addDeserializer(String.class, new Keepable()));

  private static final int REPLACEMENT = 0xFFFD;

  private ProviderJson() {}

  /** The text as it can be kept. */
  static String keepable(String text) {
    return text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static final class Keepable extends StringDeserializer {
    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return keepable(super.deserialize(parser, context));
    }
  }
}
