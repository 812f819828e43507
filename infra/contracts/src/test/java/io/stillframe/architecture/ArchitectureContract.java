package io.stillframe.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a module's classes must keep. A subclass names them, and has a static method {@code rules}:
 * each rule with a package that breaks it, so that a rule which selects nothing is found.
 */
public abstract class ArchitectureContract {
  /** What ships of the module. */
  protected abstract JavaClasses shipped();

  @ParameterizedTest
  @MethodSource("rules")
  void ruleHolds(ArchRule rule, String violation) {
    rule.check(shipped());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ruleFailsOnAViolation(ArchRule rule, String violation) {
    JavaClasses violating = new ClassFileImporter().importPackages(violation);
    assertThat(rule.evaluate(violating).hasViolation()).isTrue();
  }

  @Test
  void everyPackageIsNullMarked() {
    Rules.everyPackageIsNullMarked().check(shipped());
  }
}
