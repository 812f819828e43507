package io.stillframe.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every pod keeps every rule, and every rule can be broken. */
@Rendered
class PodRuleTest {
  static Stream<Rendering> renderings() {
    return Rendering.all();
  }

  @ParameterizedTest
  @MethodSource("renderings")
  void everyPodKeepsEveryRule(Rendering rendering) {
    // When
    List<String> broken =
        rendering
            .pods()
            .flatMap(
                pod ->
                    Arrays.stream(PodRule.values())
                        .filter(rule -> !rule.holds(pod))
                        .map(rule -> pod.owner() + " " + rule))
            .toList();

    // Then
    assertThat(rendering.pods()).hasSizeGreaterThan(5);
    assertThat(broken).isEmpty();
  }

  /** Below the pod's spec, without the slash: what breaks a rule; `gone` takes a member away. */
  private static final List<String> BREACHES =
      List.of(
          "TAGGED|containers/0/image|\"stillframe/command-service\"",
          "TAGGED|containers/0/image|\"stillframe/command-service:latest\"",
          "PULLED_IF_ABSENT|containers/0/imagePullPolicy|\"Always\"",
          "REQUESTS|containers/0/resources/requests/cpu|gone",
          "REQUESTS|containers/0/resources/requests/memory|gone",
          "MEMORY_BOUND|containers/0/resources/limits|gone",
          "NO_ROOT|securityContext/runAsNonRoot|false",
          "NO_ROOT|securityContext/runAsUser|0",
          "NO_ROOT|containers/0/securityContext/runAsUser|0",
          "SECCOMP|securityContext/seccompProfile/type|\"Unconfined\"",
          "NO_ESCALATION|containers/0/securityContext/allowPrivilegeEscalation|gone",
          "READ_ONLY_ROOT|containers/0/securityContext/readOnlyRootFilesystem|false",
          "NO_CAPABILITIES|containers/0/securityContext/capabilities/drop|[]",
          "NO_CAPABILITIES|containers/0/securityContext/capabilities/add|[\"NET_ADMIN\"]",
          "NO_TOKEN|automountServiceAccountToken|gone",
          "OWN_ACCOUNT|serviceAccountName|gone",
          "NO_SERVICE_LINKS|enableServiceLinks|true",
          "NOTHING_OF_THE_HOST|hostNetwork|true",
          "NOTHING_OF_THE_HOST|volumes/0/hostPath|{\"path\":\"/\"}",
          "NOTHING_OF_THE_HOST|containers/0/securityContext/privileged|true",
          "NOTHING_OF_THE_HOST|containers/0/ports/0/hostPort|80",
          "SECRETS_BY_REFERENCE|containers/0/env|[{\"name\":\"A_PASSWORD\",\"value\":\"x\"}]",
          "SECRETS_BY_REFERENCE|containers/0/env|[{\"name\":\"KAFKA_SASL_JAAS_CONFIG\",\"value\":\"x\"}]",
          "PROBED|containers/0/readinessProbe|gone",
          "PROBED|containers/0/startupProbe|gone",
          "ALIVE_BY_ITSELF|containers/0/livenessProbe/httpGet/path|\"/q/health/ready\"",
          "ALIVE_BY_ITSELF|containers/0/startupProbe/httpGet/path|\"/q/health\"",
          "TIME_TO_DRAIN|terminationGracePeriodSeconds|60",
          "SPREAD|topologySpreadConstraints|gone");

  @ParameterizedTest
  @FieldSource("BREACHES")
  void aBreachIsFound(String breach) {
    // Given
    String[] parts = breach.split("\\|");
    PodRule rule = PodRule.valueOf(parts[0]);
    Manifest good = Rendering.overlay("production").one("Deployment", "command-service");

    // When
    Manifest bad =
        good.with("/spec/template/spec/" + parts[1], parts[2].equals("gone") ? null : parts[2]);

    // Then
    assertThat(good.pod()).allMatch(rule::holds);
    assertThat(bad.pod()).noneMatch(rule::holds);
  }

  @Test
  void everyRuleIsBroken() {
    assertThat(BREACHES.stream().map(breach -> breach.split("\\|")[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(PodRule.values()).map(PodRule::name).toList());
  }
}
