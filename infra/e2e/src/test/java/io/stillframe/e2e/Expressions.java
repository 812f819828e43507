package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;

/** The PromQL of rules and dashboards, as far as one needs it to see which metrics it asks for. */
final class Expressions {
  private static final Pattern NO_METRIC =
      Pattern.compile(
          "\\{[^}]*}|\\[[^]]*]|\"[^\"]*\"|\\b(?:by|on|without|ignoring|group_left)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_][\\w:]*\\b(?!\\s*\\()");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "on", "bool");

  private Expressions() {}

  static Stream<String> ofRules(Path rules) throws IOException {
    return rules(rules).map(rule -> rule.get("expr").toString());
  }

  /** The names that rules give to what they compute. */
  static Set<String> recorded(Path rules) throws IOException {
    return new TreeSet<>(
        rules(rules)
            .map(rule -> rule.get("record"))
            .filter(Objects::nonNull)
            .map(Object::toString)
            .toList());
  }

  static Stream<String> ofDashboard(Path dashboard) throws IOException {
    return Api.JSON.readTree(dashboard.toFile()).findValuesAsText("expr").stream();
  }

  static Set<String> metrics(Stream<String> expressions) {
    Set<String> names = new TreeSet<>();
    expressions
        .map(expression -> NO_METRIC.matcher(expression).replaceAll(" "))
        .forEach(
            expression ->
                NAME.matcher(expression)
                    .results()
                    .map(name -> name.group())
                    .filter(name -> !WORDS.contains(name))
                    .forEach(names::add));
    return names;
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> rules(Path rules) throws IOException {
    Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(rules));
    return file.get("groups").stream()
        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream());
  }
}
