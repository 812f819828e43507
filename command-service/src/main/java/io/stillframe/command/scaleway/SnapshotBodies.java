package io.stillframe.command.scaleway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.stillframe.api.JsonText;
import io.stillframe.dialect.scaleway.InvalidFields;

/** The rules for bodies: which members there may be, and which there must. All must be texts. */
final class SnapshotBodies {
  private static final Set<String> CREATE = Set.of("name", "organization", "volume_id");

  /** A client may send back the whole snapshot that it was given; these say nothing then. */
  private static final Set<String> SHOWN =
      Set.of(
          "id",
          "base_volume",
          "creation_date",
          "modification_date",
          "size",
          "state",
          "volume_type");

  private static final Set<String> UPDATE = Set.of("name", "organization");

  private SnapshotBodies() {}

  /**
   * @throws InvalidFields if it is not an object of these three, all of them
   */
  static ObjectNode create(JsonNode body) {
    ObjectNode object = object(body);
    Map<String, List<String>> wrong = wrong(object, CREATE, Set.of());
    CREATE.stream()
        .filter(member -> !object.has(member))
        .forEach(member -> wrong.put(member, List.of("required key not provided")));
    return checked(object, wrong);
  }

  /**
   * @return with nothing but what changes
   * @throws InvalidFields if it has neither a name nor an organization, or something unknown
   */
  static ObjectNode update(JsonNode body) {
    ObjectNode object = object(body);
    Map<String, List<String>> wrong = wrong(object, UPDATE, SHOWN);
    if (UPDATE.stream().noneMatch(object::has)) {
      UPDATE.forEach(member -> wrong.put(member, List.of("required key not provided")));
    }
    return checked(object, wrong).retain(UPDATE);
  }

  private static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      JsonText.check(object);
      return object;
    }
    throw new InvalidFields(Map.of("body", List.of("expected a dictionary")));
  }

  private static Map<String, List<String>> wrong(
      ObjectNode body, Set<String> texts, Set<String> others) {
    Map<String, List<String>> wrong = new TreeMap<>();
    body.properties()
        .forEach(
            member -> {
              if (texts.contains(member.getKey())) {
                if (!member.getValue().isTextual() || member.getValue().asText().isEmpty()) {
                  wrong.put(member.getKey(), List.of("expected a text"));
                }
              } else if (!others.contains(member.getKey())) {
                wrong.put(member.getKey(), List.of("extra keys not allowed"));
              }
            });
    return wrong;
  }

  private static ObjectNode checked(ObjectNode body, Map<String, List<String>> wrong) {
    if (!wrong.isEmpty()) {
      throw new InvalidFields(wrong);
    }
    return body;
  }
}
