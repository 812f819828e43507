package io.stillframe.simulator.scaleway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.stillframe.simulator.server.Call;

/** The members of a request, each refused in the API's own way when it is wrong. */
final class Fields {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final ObjectNode body;
  private final Refusals refusals;

  private Fields(ObjectNode body, Refusals refusals) {
    this.body = body;
    this.refusals = refusals;
  }

  static Fields of(Call call, Refusals refusals) {
    return new Fields(call.object().orElseThrow(refusals::notJson), refusals);
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  /** Refuses members that are not among these. */
  Fields only(String... known) {
    List<String> names = List.of(known);
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw refusals.unknownField(name);
              }
            });
    return this;
  }

  boolean has(String name) {
    return body.hasNonNull(name);
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> refusals.required(name));
  }

  Optional<String> optionalText(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = body.path(name);
    if (!value.isTextual()) {
      throw refusals.invalid(name, "expected str");
    }
    if (value.textValue().isBlank()) {
      throw refusals.invalid(name, "length of value must be at least 1");
    }
    return Optional.of(value.textValue());
  }

  String uuid(String name) {
    String text = text(name);
    if (!isUuid(text)) {
      throw refusals.invalid(name, "%s is not a valid UUID".formatted(text));
    }
    return text;
  }

  /** A size in bytes, at least 1. */
  long size(String name) {
    JsonNode value = body.path(name);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw refusals.invalid(name, "expected int");
    }
    if (value.longValue() < 1) {
      throw refusals.invalid(name, "value must be at least 1");
    }
    return value.longValue();
  }

  Optional<List<String>> texts(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    JsonNode value = body.path(name);
    if (!value.isArray()) {
      throw refusals.invalid(name, "expected list");
    }
    for (JsonNode each : value) {
      if (!each.isTextual()) {
        throw refusals.invalid(name, "expected str");
      }
      texts.add(each.textValue());
    }
    return Optional.of(texts);
  }
}
