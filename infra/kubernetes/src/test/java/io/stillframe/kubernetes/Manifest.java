package io.stillframe.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One object for Kubernetes. */
record Manifest(JsonNode tree) {
  String apiVersion() {
    return tree.path("apiVersion").asText();
  }

  String kind() {
    return tree.path("kind").asText();
  }

  String name() {
    return at("/metadata/name").asText();
  }

  boolean is(String kind) {
    return kind().equals(kind);
  }

  boolean is(String kind, String name) {
    return is(kind) && name().equals(name);
  }

  JsonNode at(String pointer) {
    return tree.at(pointer);
  }

  /** The elements of a list; none where there is no list. */
  Stream<JsonNode> all(String pointer) {
    return elements(at(pointer));
  }

  /** The pods that it makes, if it makes any. */
  Stream<Pod> pod() {
    JsonNode template = at("/spec/template");
    return template.path("spec").has("containers")
        ? Stream.of(new Pod(this, labels(template.at("/metadata/labels")), template.path("spec")))
        : Stream.empty();
  }

  static Map<String, String> labels(JsonNode tree) {
    Map<String, String> labels = new HashMap<>();
    tree.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** A copy in which one member has another value, JSON, or is gone where that is null. */
  Manifest with(String pointer, String json) {
    ObjectNode copy = tree.deepCopy();
    JsonPointer place = JsonPointer.compile(pointer);
    JsonNode parent = copy.at(place.head());
    String member = place.last().getMatchingProperty();
    switch (parent) {
      case ObjectNode object when json == null -> object.remove(member);
      case ObjectNode object -> object.set(member, Rendering.json(json));
      case ArrayNode list when json == null -> list.remove(place.last().getMatchingIndex());
      case ArrayNode list -> list.set(place.last().getMatchingIndex(), Rendering.json(json));
      default -> throw new IllegalArgumentException(this + " has no " + place.head());
    }
    return new Manifest(copy);
  }

  @Override
  public String toString() {
    return kind() + "/" + name();
  }
}
