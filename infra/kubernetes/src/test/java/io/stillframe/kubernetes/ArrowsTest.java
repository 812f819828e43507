package io.stillframe.kubernetes;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * NetworkPolicies let through the drawn arrows and no others. Over 200 lines because each way in
 * which a policy may be too wide is tried.
 */
@Rendered
class ArrowsTest {
  private static final String EVERYTHING = "[{}]";

  private final Rendering production = Drawing.PRODUCTION.rendering();

  /** Every policy in either direction, but for those that are drawn as open to anybody. */
  static Stream<Arguments> directions() {
    return Arrays.stream(Drawing.values())
        .flatMap(
            drawing ->
                drawing
                    .rendering()
                    .all("NetworkPolicy")
                    .flatMap(
                        policy ->
                            Arrays.stream(Direction.values())
                                .filter(way -> !isOpen(policy, way))
                                .map(way -> Arguments.of(drawing, policy.name(), way))));
  }

  @ParameterizedTest
  @EnumSource
  void theDrawnArrowsAndNoOthersAreInside(Drawing drawing) {
    // When
    Set<String> open = Arrows.of(drawing.rendering()).inside();

    // Then
    assertThat(open).containsExactlyInAnyOrderElementsOf(drawing.inside());
  }

  @ParameterizedTest
  @EnumSource
  void theDrawnArrowsAndNoOthersGoOutsideOrComeFromThere(Drawing drawing) {
    // When
    Arrows arrows = Arrows.of(drawing.rendering());

    // Then
    assertThat(arrows.outside())
        .containsExactlyInAnyOrderElementsOf(drawing.outside(names(arrows)));
  }

  @Test
  void nativeImagesTalkToTheSame() {
    // When
    Arrows arrows = Arrows.of(Rendering.overlay("production-native"));

    // Then
    assertThat(arrows.inside()).isEqualTo(Arrows.of(production).inside());
    assertThat(arrows.outside()).isEqualTo(Arrows.of(production).outside());
  }

  /** Who has no policy is held by the default alone. */
  @Test
  void withoutTheDefaultAnArrowMoreIsOpen() {
    // Given
    Rendering open =
        Drawing.LOCAL
            .rendering()
            .without("NetworkPolicy", "topics")
            .without("NetworkPolicy", "name-lookup")
            .without("NetworkPolicy", "default-deny");

    // When
    Arrows arrows = Arrows.of(open);

    // Then
    assertThat(arrows.inside()).contains("topics -> gateway 8080");
    assertThat(arrows.outside()).contains("topics -> anybody any port");
  }

  @ParameterizedTest
  @MethodSource("directions")
  void aRuleForEverybodyIsFound(Drawing drawing, String policy, Direction direction) {
    // Given
    Rendering good = drawing.rendering();
    Rendering open = changed(good, policy, direction, EVERYTHING);

    // When
    Set<String> more = more(good, open);

    // Then
    assertThat(more)
        .isNotEmpty()
        .allMatch(arrow -> arrow.contains("anybody") && arrow.endsWith("any port"));
  }

  /** It is one for all directions in which it has rules. */
  @ParameterizedTest
  @EnumSource
  void aPolicyThatDoesNotSayForWhichDirectionItIsIsFound(Direction direction) {
    // Given
    Rendering open =
        changed(production, "query-service", direction, EVERYTHING)
            .with("NetworkPolicy", "query-service", one -> one.with("/spec/policyTypes", null));

    // When
    Set<String> more = more(production, open);

    // Then
    assertThat(more).hasSize(1);
  }

  /** What else lets through whom nobody has drawn. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'from': []}",
        "{'from': [{}]}",
        "{'from': [{'ipBlock': {'cidr': '0.0.0.0/0'}}], 'ports': [{'port': 'http'}]}",
        "{'from': [{'namespaceSelector': {}}], 'ports': [{'port': 'http'}]}",
        "{'from': [{'namespaceSelector': {}, 'podSelector': {}}], 'ports': [{'port': 'http'}]}",
        "{'from': [{'namespaceSelector': {'matchLabels': {'stillframe.io/network': 'gateway'}}}]}",
      })
  void aWiderRuleIsFound(String rule) {
    // Given
    Rendering wide = changed(production, "query-service", Direction.INGRESS, list(rule));

    // When
    Set<String> more = more(production, wide);

    // Then
    assertThat(more).hasSize(1);
  }

  /** Each says in another way that a pod may reach itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'to': [], 'from': [], 'ports': []}",
        "{'to': [{'podSelector': {}}], 'from': [{'podSelector': {}}]}",
        "{'to': [{'namespaceSelector': {}}], 'from': [{'namespaceSelector': {}}]}",
        "{'ports': [{'port': 'http'}]}",
        "{'ports': [{'port': 8081}]}",
        "{'ports': [{'port': 8000, 'endPort': 9000}]}",
        "{'ports': [{'protocol': 'TCP'}]}",
      })
  void aWiderRuleOpensAnArrow(String rule) {
    // Given
    Rendering outward = changed(production, "command-service", Direction.EGRESS, list(rule));
    Rendering wide = changed(outward, "command-service", Direction.INGRESS, list(rule));

    // When
    Set<String> arrows = Arrows.of(wide).inside();

    // Then
    assertThat(arrows).contains("command-service -> command-service 8081");
  }

  /** Strimzi lets anybody come to it. */
  @Test
  void aListenerWithoutPeersIsFound() {
    // Given
    Rendering open =
        production.with(
            "Kafka",
            "stillframe",
            kafka -> kafka.with("/spec/kafka/listeners/0/networkPolicyPeers", null));

    // When
    Set<String> more = more(production, open);

    // Then
    assertThat(more).contains("anybody -> stillframe-broker 9093");
  }

  private static boolean isOpen(Manifest policy, Direction direction) {
    return policy.at(direction.pointer()).equals(Rendering.json(EVERYTHING));
  }

  private static String list(String rule) {
    return "[" + rule.replace('\'', '"') + "]";
  }

  /** A policy has no say in a direction that is not among its types. */
  private static Rendering changed(
      Rendering good, String policy, Direction direction, String rules) {
    return good.with(
        "NetworkPolicy",
        policy,
        one ->
            one.with("/spec/policyTypes", "[\"Ingress\", \"Egress\"]")
                .with(direction.pointer(), rules));
  }

  /** The arrows to and from elsewhere that only the changed one has. */
  private static Set<String> more(Rendering good, Rendering changed) {
    Set<String> more = new TreeSet<>(Arrows.of(changed).outside());
    more.removeAll(Arrows.of(good).outside());
    return more;
  }

  private static Set<String> names(Arrows arrows) {
    return arrows.pods().stream().map(pod -> pod.owner().name()).collect(Collectors.toSet());
  }
}
