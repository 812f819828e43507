package io.stillframe.kubernetes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All objects together keep every rule, and every rule can be broken. */
@Rendered
class ObjectRuleTest {
  private static final Map<ObjectRule, UnaryOperator<Rendering>> BREACHES =
      Map.of(
          ObjectRule.NO_SECRETS,
          all -> plus(all, "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}"),
          ObjectRule.TOKENLESS_ACCOUNTS,
          all ->
              all.with(
                  "ServiceAccount",
                  "query-service",
                  account -> account.with("/automountServiceAccountToken", null)),
          ObjectRule.DEFAULT_DENY,
          all -> all.without("NetworkPolicy", "default-deny"),
          ObjectRule.SERVICES_POLICED,
          all ->
              all.without("NetworkPolicy", "query-service").without("NetworkPolicy", "monitoring"),
          ObjectRule.SERVICES_LEAD_SOMEWHERE,
          all ->
              all.with(
                  "Service",
                  "query-service",
                  service -> service.with("/spec/ports/0/targetPort", "\"htpp\"")),
          ObjectRule.BUDGETED,
          all -> all.without("PodDisruptionBudget", "command-service"),
          ObjectRule.AT_LEAST_TWO,
          all -> all.with("Deployment", "command-service", one -> one.with("/spec/replicas", "1")),
          ObjectRule.NAMES_RESOLVE,
          all -> all.without("ServiceAccount", "provider-worker"),
          ObjectRule.ONE_NAMESPACE,
          all ->
              all.with(
                  "Service",
                  "query-service",
                  one -> one.with("/metadata/namespace", "\"default\"")));

  static Stream<Rendering> overlays() {
    return Tree.overlays().stream().map(Rendering::overlay);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyOverlayKeepsEveryRule(Rendering overlay) {
    // When
    List<String> broken =
        Arrays.stream(ObjectRule.values())
            .flatMap(rule -> rule.breaches(overlay).stream().map(by -> rule + " by " + by))
            .toList();

    // Then
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBreachIsFound(ObjectRule rule) {
    // Given
    Rendering good = Rendering.overlay("production");

    // When
    Rendering bad = BREACHES.get(rule).apply(good);

    // Then
    assertThat(rule.breaches(good)).isEmpty();
    assertThat(rule.breaches(bad)).isNotEmpty();
  }

  /** The scaler may not let a service down to one replica either. */
  @Test
  void aScalerThatLeavesOneIsFound() {
    // When
    Rendering bad =
        Rendering.overlay("production")
            .with(
                "ScaledObject",
                "query-service",
                scaled -> scaled.with("/spec/minReplicaCount", "1"));

    // Then
    assertThat(ObjectRule.AT_LEAST_TWO.breaches(bad)).hasSize(1);
  }

  private static Rendering plus(Rendering all, String json) {
    List<Manifest> more = new ArrayList<>(all.manifests());
    more.add(new Manifest(Rendering.json(json)));
    return new Rendering("production and more", more);
  }
}
