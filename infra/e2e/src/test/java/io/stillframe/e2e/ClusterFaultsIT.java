package io.stillframe.e2e;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On Kubernetes, a pod of each kind is killed and each deployment rolled while callers work. */
@SharedStack
@Tag("cluster")
class ClusterFaultsIT {
  private static final List<String> DEPLOYMENTS =
      List.of("command-service", "provider-worker", "query-service", "gateway");

  private final Stack stack;

  ClusterFaultsIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  @Timeout(1200)
  void nothingIsLostWhenPodsAreKilledAndDeploymentsRolled() throws Exception {
    // Given
    Cluster cluster = (Cluster) stack.running();
    Load load = new Load(stack);
    StringBuilder times = new StringBuilder();

    // When
    List<Answer> accepted =
        load.during(
            () -> {
              for (String each : DEPLOYMENTS) {
                cluster.killOne(each);
                TimeUnit.SECONDS.sleep(5);
                times.append(timed(each + " ready again", () -> cluster.awaitReady(each)));
              }
              for (String each : DEPLOYMENTS) {
                times.append(timed(each + " rolled", () -> cluster.restart(each)));
              }
            });

    // Then
    load.assertNothingLostAndNothingDoubled();
    System.out.printf("%d creates were accepted meanwhile; %s%n", accepted.size(), times);
  }

  private static String timed(String what, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return "%s after %d s; "
        .formatted(what, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
  }
}
