package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A body that stands as an example in a cloud's own document, word by word. */
record Example(JsonNode body) {
  private static final List<Pattern> FORMATS =
      List.of(
          Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
          Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00"));

  static Example of(String name) {
    try (var file = Example.class.getResourceAsStream("/examples/" + name)) {
      return new Example(Api.JSON.readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares member by member: names, types, formats of texts, orders of magnitude. */
  void assertLike(JsonNode actual) {
    List<String> differences = new ArrayList<>();
    compare("", body, actual, differences);
    assertThat(differences).as(actual.toPrettyString()).isEmpty();
  }

  private static void compare(
      String path, JsonNode example, JsonNode actual, List<String> differences) {
    if (example.getNodeType() != actual.getNodeType()) {
      differences.add(path + " is " + actual.getNodeType() + ", not " + example.getNodeType());
      return;
    }
    switch (example.getNodeType()) {
      case OBJECT -> {
        List<String> names = new ArrayList<>();
        actual.fieldNames().forEachRemaining(names::add);
        example
            .fieldNames()
            .forEachRemaining(
                name -> {
                  if (names.remove(name)) {
                    compare(path + "/" + name, example.get(name), actual.get(name), differences);
                  } else {
                    differences.add(path + "/" + name + " is missing");
                  }
                });
        names.forEach(name -> differences.add(path + "/" + name + " is not in the document"));
      }
      case ARRAY -> actual.forEach(each -> compare(path + "/*", example.get(0), each, differences));
      case STRING -> compareText(path, example.asText(), actual.asText(), differences);
      case NUMBER -> {
        if (Math.abs(magnitude(example) - magnitude(actual)) > 1) {
          differences.add(path + " is " + actual + ", far from " + example);
        }
      }
      default -> {}
    }
  }

  private static void compareText(
      String path, String example, String actual, List<String> differences) {
    for (Pattern format : FORMATS) {
      if (format.matcher(example).matches() && !format.matcher(actual).matches()) {
        differences.add(path + " is " + actual + ", not like " + example);
      }
    }
  }

  private static int magnitude(JsonNode number) {
    return number.bigIntegerValue().abs().toString().length();
  }
}
