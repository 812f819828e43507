package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators are told of metrics is what the running services have. */
@SharedStack
class MetricsIT {
  private static final Path FOLDER = Stack.ROOT.resolve("infra/observability");
  private static final Pattern OURS = Pattern.compile("`(stillframe_\\w+)`");

  /** What a histogram consists of is one metric. */
  private static final Pattern PART = Pattern.compile("_(?:bucket|count|sum)$");

  /** Kafka's clients tell of partitions a minute after they have them. */
  private static final String LATE = "kafka_consumer_fetch_manager_records_lag";

  private static final Pattern OTHERS =
      Pattern.compile("`((?:http|kafka|jvm|process|sql|worker)_\\w+)`");

  private final Stack stack;

  MetricsIT(Stack stack) {
    this.stack = stack;
    Api api = stack.operator();
    api.available(stack.randomVolume(TestVolume.MIB / 4), Map.of());
  }

  @Test
  void thePageListsEveryMetricAndNoOther() throws IOException {
    // Given
    String page = Files.readString(FOLDER.resolve("README.md"));
    // When
    Set<String> series = awaitSeries();
    // Then
    assertThat(all(OURS, page))
        .containsExactlyInAnyOrderElementsOf(
            series.stream()
                .filter(name -> name.startsWith("stillframe_"))
                .map(name -> PART.matcher(name).replaceAll(""))
                .distinct()
                .toList());
    assertThat(series).containsAll(all(OTHERS, page).toList());
  }

  @Test
  void rulesAndDashboardAskForSeriesThatThereAre() throws IOException {
    // Given
    Set<String> recorded = Expressions.recorded(FOLDER.resolve("rules.yaml"));
    // When
    Set<String> asked =
        new TreeSet<>(Expressions.metrics(Expressions.ofRules(FOLDER.resolve("rules.yaml"))));
    asked.addAll(Expressions.metrics(Expressions.ofDashboard(FOLDER.resolve("dashboard.json"))));
    // Then
    assertThat(asked).hasSizeGreaterThan(15);
    asked.removeAll(recorded);
    assertThat(awaitSeries()).containsAll(asked);
  }

  private Set<String> awaitSeries() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                scrapes()
                    .flatMap(each -> each.series().stream())
                    .collect(Collectors.toCollection(TreeSet::new)),
            series -> series.contains(LATE));
  }

  private Stream<Scrape> scrapes() {
    return Arrays.stream(Service.values())
        .map(service -> Scrape.of(stack.running().address(service)));
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult each) -> each.group(1)).distinct();
  }
}
