package io.stillframe.kubernetes;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** NetworkPolicies let through the drawn arrows and no others. */
@Rendered
class ArrowsTest {
  private static final Set<String> NAME_CACHES = Set.of("169.254.20.10/32", "169.254.25.10/32");

  private static final String[] DRAWN = {
    "command-service -> kafka 9092",
    "command-service -> postgresql 5432",
    "command-service-migration -> postgresql 5432",
    "gateway -> command-service 8081",
    "gateway -> provider-worker 8082",
    "gateway -> query-service 8083",
    "kafka -> kafka 9092",
    "provider-worker -> kafka 9092",
    "provider-worker -> postgresql 5432",
    "provider-worker-migration -> postgresql 5432",
    "query-service -> kafka 9092",
    "query-service -> postgresql 5432",
    "query-service-migration -> postgresql 5432",
    "topics -> kafka 9092"
  };

  private final Rendering local = Rendering.overlay("local");

  @Test
  void theDrawnArrowsAndNoOthers() {
    // When
    Set<String> open = Arrows.of(local).between(local.pods().toList());

    // Then
    assertThat(open).containsExactly(DRAWN);
  }

  /** Who has no policy is held by the default alone. */
  @Test
  void withoutTheDefaultAnArrowMoreIsOpen() {
    // Given
    Rendering open =
        local
            .without("NetworkPolicy", "topics")
            .without("NetworkPolicy", "name-lookup")
            .without("NetworkPolicy", "default-deny");

    // When
    Set<String> arrows = Arrows.of(open).between(open.pods().toList());

    // Then
    assertThat(arrows).contains("topics -> gateway 8080");
  }

  @Test
  void aWiderRuleOpensAnArrow() {
    // Given
    Rendering wide =
        local.with(
            "NetworkPolicy",
            "command-service",
            policy -> policy.with("/spec/egress", "[{}]").with("/spec/ingress", "[{}]"));

    // When
    Set<String> arrows = Arrows.of(wide).between(wide.pods().toList());

    // Then
    assertThat(arrows).contains("command-service -> command-service 8081");
  }

  /**
   * In production only clouds are outside of the cluster, and only the worker goes there. A node's
   * cache of names is inside it, though it has an address that no pod has.
   */
  @Test
  void onlyTheWorkerLeavesTheCluster() {
    // When
    List<String> leaving =
        Rendering.overlay("production")
            .all("NetworkPolicy")
            .filter(
                policy ->
                    policy.tree().findValuesAsText("cidr").stream()
                        .anyMatch(each -> !NAME_CACHES.contains(each)))
            .map(Manifest::name)
            .toList();

    // Then
    assertThat(leaving).containsExactly("provider-worker");
  }
}
