package io.stillframe.simulator.server;

import java.io.IOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How the simulators read and write JSON: times in ISO 8601, unknown members refused. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The object that these bytes spell, none when they spell something else. */
  public static Optional<ObjectNode> object(byte[] text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException naming the member that is wrong
   */
  public static <T> T read(JsonNode value, Class<T> type) {
    return MAPPER.convertValue(value, type);
  }

  /**
   * Reads a value in which some members are replaced.
   *
   * @throws IllegalArgumentException naming the member that is wrong
   */
  public static <T> T patched(T value, ObjectNode patch, Class<T> type) {
    ObjectNode merged = MAPPER.valueToTree(value);
    merged.setAll(patch);
    return read(merged, type);
  }

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be written", e);
    }
  }
}
