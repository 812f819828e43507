package io.stillframe.simulator.fault;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultPlanTest {
  static final List<UnaryOperator<Fault>> OUT_OF_BOUNDS =
      List.of(
          fault -> fault.withProbability(0.0),
          fault -> fault.withProbability(1.1),
          fault -> fault.withCount(0),
          fault -> fault.withMillis(-1L),
          fault -> fault.withMillis(86_400_001L),
          fault -> fault.withStatus(499),
          fault -> fault.withStatus(600),
          fault -> fault.withRetryAfter(-1L));

  private final FaultPlan plan = new FaultPlan();

  @Test
  void sameSeedGivesTheSameRun() {
    // Given
    FaultList list = new FaultList(42, List.of(Fault.of(FaultKind.ERROR).withProbability(0.3)));
    plan.replace(list);
    List<Boolean> first = strikes(200);
    // When
    plan.replace(list);
    // Then
    assertThat(strikes(200)).isEqualTo(first).contains(true, false);
  }

  @Test
  void otherSeedGivesAnotherRun() {
    // Given
    List<Fault> faults = List.of(Fault.of(FaultKind.ERROR).withProbability(0.5));
    plan.replace(new FaultList(1, faults));
    List<Boolean> first = strikes(100);
    // When
    plan.replace(new FaultList(2, faults));
    // Then
    assertThat(strikes(100)).isNotEqualTo(first);
  }

  @Test
  void firstFaultThatStrikesIsTheOnlyOneUntilItIsSpent() {
    // Given
    plan.replace(
        new FaultList(
            0, List.of(Fault.of(FaultKind.RESET).times(2), Fault.of(FaultKind.MALFORMED))));
    // When
    List<FaultKind> kinds = IntStream.range(0, 4).mapToObj(i -> strike().orElseThrow()).toList();
    // Then
    assertThat(kinds)
        .containsExactly(
            FaultKind.RESET, FaultKind.RESET, FaultKind.MALFORMED, FaultKind.MALFORMED);
    assertThat(plan.rest().faults()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'**/snapshots', /snapshots, true",
    "'**/snapshots', /instance/v1/zones/par1/snapshots, true",
    "'**/snapshots', /snapshots/5, false",
    "'/snapshots/*', /snapshots/5, true",
    "'/snapshots/*', /snapshots, false",
    "'/api/**', /api//v1/x, true",
    "'**', /, true",
    "'/a/**/z', /a/z, true",
    "'/a/**/z', /a/b/c/y, false"
  })
  void pathIsMatchedBySegments(String pattern, String path, boolean matches) {
    // Given
    Fault fault = Fault.of(FaultKind.ERROR).on("GET", pattern);
    // When
    boolean struck = fault.isFor("GET", path);
    // Then
    assertThat(struck).isEqualTo(matches);
    assertThat(fault.isFor("POST", path)).isFalse();
  }

  @ParameterizedTest
  @FieldSource("OUT_OF_BOUNDS")
  void valueOutOfItsBoundsIsRefused(UnaryOperator<Fault> change) {
    // Given
    Fault fault = Fault.of(FaultKind.ERROR);
    // When
    var refusal = assertThatThrownBy(() -> change.apply(fault));
    // Then
    refusal.isInstanceOf(IllegalArgumentException.class).hasMessageContaining(":").isNotNull();
  }

  private List<Boolean> strikes(int calls) {
    return IntStream.range(0, calls).mapToObj(call -> strike().isPresent()).toList();
  }

  private Optional<FaultKind> strike() {
    return plan.strike("GET", "/any").map(Fault::kind);
  }
}
