package io.stillframe.simulator;

import java.net.http.HttpResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a server has answered. */
public record Reply(HttpResponse<String> response) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public int status() {
    return response.statusCode();
  }

  public String text() {
    return response.body();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public JsonNode json() {
    return json(text());
  }

  /** A value of the body, by JSON pointer. */
  public JsonNode at(String pointer) {
    return json().at(pointer);
  }

  public static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No JSON: " + text, e);
    }
  }
}
