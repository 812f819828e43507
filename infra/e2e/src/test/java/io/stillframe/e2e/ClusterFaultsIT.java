package io.stillframe.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/** On Kubernetes, a pod of each kind is killed and each deployment rolled while callers work. */
@SharedStack
@Tag("cluster")
class ClusterFaultsIT {
  private static final List<String> DEPLOYMENTS =
      List.of("command-service", "provider-worker", "query-service", "gateway");

  private static final List<String> KINDS =
      List.of(
          "deployment/command-service",
          "deployment/provider-worker",
          "deployment/query-service",
          "deployment/gateway",
          "statefulset/kafka",
          "statefulset/postgresql");

  /** The folder of an overlay that another version is in. */
  private static final String NEXT = "stillframe.next";

  private final StringBuilder times = new StringBuilder();
  private final Cluster cluster;
  private final Load load;

  ClusterFaultsIT(Stack stack) {
    this.cluster = (Cluster) stack.running();
    this.load = new Load(stack, true);
  }

  @Test
  @Timeout(600)
  void nothingIsLostWhenAPodOfEachKindIsKilled() throws Exception {
    // When
    List<Answer> accepted =
        load.during(
            () -> {
              for (String each : KINDS) {
                cluster.killOne(each);
                time(each + " ready again", () -> cluster.awaitReady(each));
              }
            });

    // Then
    load.assertNothingLostAndNothingDoubled();
    tell(accepted);
  }

  @Test
  @Timeout(900)
  void nothingIsLostAndNoRequestFailsWhenDeploymentsAreRolled() throws Exception {
    // When
    List<Answer> accepted =
        load.during(
            () -> {
              for (String each : DEPLOYMENTS) {
                time(each + " rolled", () -> cluster.restart(each));
              }
            });

    // Then
    tell(accepted);
    load.assertNothingLostAndNothingDoubled();
    assertThat(load.failures()).isEmpty();
  }

  /**
   * All at once, as an upgrade does it: both versions of each run beside each other. The other one
   * stays.
   */
  @Test
  @Timeout(900)
  @EnabledIfSystemProperty(
      named = NEXT,
      matches = ".+",
      disabledReason = "it needs images of another version, in an overlay of its own")
  void nothingIsLostAndNoRequestFailsWhenAnotherVersionIsRolledOut() throws Exception {
    // Given
    Path next = Path.of(System.getProperty(NEXT));
    Set<String> before = pods();

    // When
    List<Answer> accepted =
        load.during(
            () -> {
              time("migrated", () -> cluster.apply(next));
              DEPLOYMENTS.forEach(
                  each -> time(each + " rolled", () -> cluster.awaitReady("deployment/" + each)));
            });

    // Then
    tell(accepted);
    load.assertNothingLostAndNothingDoubled();
    assertThat(load.failures()).isEmpty();
    // Those that are told to end may answer for a minute yet.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(pods()).doesNotContainAnyElementsOf(before));
  }

  private Set<String> pods() {
    return DEPLOYMENTS.stream()
        .flatMap(each -> cluster.pods(each).stream())
        .collect(Collectors.toSet());
  }

  private void tell(List<Answer> accepted) {
    System.out.printf(
        "%d creates were accepted meanwhile, %d requests failed; %s%n",
        accepted.size(), load.failures().size(), times);
  }

  private void time(String what, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    times.append(
        "%s after %d s; "
            .formatted(what, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)));
  }
}
