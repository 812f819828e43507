package io.stillframe.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules as Prometheus' own tool judges them. It is used where it is installed; where the
 * environment has {@code STILLFRAME_CLIENTS=required} it must be.
 */
class RulesTest {
  private static final Path RULES = Path.of("rules.yaml");
  private static final Path TESTS = Path.of("rules.test.yaml");

  @Test
  @EnabledIf("promtoolIsThere")
  void prometheusTakesTheRules() throws Exception {
    promtool("check", "rules", RULES.toString());
  }

  @Test
  @EnabledIf("promtoolIsThere")
  void alertsDoWhatTheirTestsSay() throws Exception {
    promtool("test", "rules", TESTS.toString());
  }

  @Test
  void everyAlertIsTestedToFireAndToStaySilent() throws IOException {
    // When
    Set<String> fired = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Map<String, Object> test : list(read(TESTS), "tests")) {
      for (Map<String, Object> alert : list(test, "alert_rule_test")) {
        (list(alert, "exp_alerts").isEmpty() ? silent : fired)
            .add(alert.get("alertname").toString());
      }
    }
    // Then
    Set<String> alerts = new TreeSet<>(alerts().map(each -> each.get("alert").toString()).toList());
    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(fired).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  @Test
  @SuppressWarnings("unchecked")
  void everyAlertSaysWhatToDoAndWhereThatIsTold() throws IOException {
    // Given
    String page = Files.readString(Path.of("README.md"));
    // Then
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              String name = alert.get("alert").toString();
              Map<String, String> told = (Map<String, String>) alert.get("annotations");
              assertThat(told.get("summary")).isNotBlank();
              assertThat(told.get("action")).isNotBlank();
              assertThat(told.get("runbook"))
                  .isEqualTo(
                      "infra/observability/README.md#" + name.toLowerCase(java.util.Locale.ROOT));
              assertThat(page).contains("\n### " + name + "\n");
            });
  }

  static boolean promtoolIsThere() {
    return "required".equals(System.getenv("STILLFRAME_CLIENTS"))
        || Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
  }

  private static Stream<Map<String, Object>> alerts() throws IOException {
    return list(read(RULES), "groups").stream()
        .flatMap(group -> list(group, "rules").stream())
        .filter(rule -> rule.containsKey("alert"));
  }

  private static Map<String, Object> read(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> map, String member) {
    return (List<Map<String, Object>>) map.getOrDefault(member, List.of());
  }
}
