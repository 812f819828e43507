package io.stillframe.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares an answer with a documented example: names of members, types, formats of texts. */
public final class Shape {
  private static final List<Pattern> FORMATS =
      List.of(
          Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
          Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00"));

  private Shape() {}

  /**
   * Fails where the answer is not as the example.
   *
   * @param additional members which any object may have beside those of the example
   */
  public static void assertSame(JsonNode example, JsonNode answer, String... additional) {
    assertSame("", example, answer, Set.of(additional));
  }

  private static void assertSame(
      String path, JsonNode example, JsonNode answer, Set<String> additional) {
    assertThat(answer.getNodeType()).as(path).isEqualTo(example.getNodeType());
    if (example.isObject()) {
      Set<String> names = new TreeSet<>(names(answer));
      names.removeIf(name -> additional.contains(name) && !example.has(name));
      assertThat(names).as(path).isEqualTo(names(example));
      for (Map.Entry<String, JsonNode> member : example.properties()) {
        String below = path + "/" + member.getKey();
        assertSame(below, member.getValue(), answer.get(member.getKey()), additional);
      }
    } else if (example.isArray()) {
      assertThat(answer).as(path).isNotEmpty();
      answer.forEach(item -> assertSame(path + "/-", example.get(0), item, additional));
    } else if (example.isTextual()) {
      FORMATS.stream()
          .filter(format -> format.matcher(example.textValue()).matches())
          .forEach(format -> assertThat(answer.textValue()).as(path).matches(format));
    } else if (example.isNumber()) {
      assertThat(answer.isIntegralNumber()).as(path).isEqualTo(example.isIntegralNumber());
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
