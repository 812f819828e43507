package io.stillframe.simulator.architecture;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.provider.Arguments;

import io.stillframe.architecture.ArchitectureContract;
import io.stillframe.architecture.Rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What a package may touch. Each rule is also run on a class that breaks it. */
class ArchitectureTest extends ArchitectureContract {
  private static final String VIOLATION = "io.stillframe.simulator.architecture.violation";

  /** States follow from the clock that the settings give, so that a test can move it. */
  private static final ArchRule TIME_COMES_FROM_THE_SETTINGS =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(Rules.noCycles("io.stillframe.simulator"), VIOLATION),
        Arguments.of(TIME_COMES_FROM_THE_SETTINGS, VIOLATION + ".one"));
  }

  @Override
  protected JavaClasses shipped() {
    return Rules.shipped("io.stillframe.simulator");
  }
}
