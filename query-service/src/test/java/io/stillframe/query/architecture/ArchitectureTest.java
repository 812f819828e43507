package io.stillframe.query.architecture;

import java.util.stream.Stream;

import jakarta.ws.rs.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.groups.UniAwait;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** What a package may touch. Each rule is also run on a class that breaks it. */
class ArchitectureTest {
  private static final String VIOLATION = "io.stillframe.query.architecture.violation";

  private static final ArchRule RESOURCES_DO_NOT_TOUCH_KAFKA =
      noClasses()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..");

  private static final ArchRule NOTHING_BLOCKS =
      noClasses().should().dependOnClassesThat().areAssignableTo(UniAwait.class);

  private static final ArchRule ONE_KIND_OF_TRANSACTION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.transaction.Transactional");

  private static final ArchRule ONLY_THE_PROJECTION_CONSUMES =
      methods()
          .that()
          .areAnnotatedWith(Incoming.class)
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage("..projection..");

  private static final ArchRule ONLY_READING_ASKS_THE_BROKER =
      noClasses()
          .that()
          .resideOutsideOfPackages("..projection..", "..reading..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  private static final ArchRule NO_CYCLES =
      slices().matching("io.stillframe.query.(**)").should().beFreeOfCycles();

  private static final ArchRule PACKAGES_ARE_NULL_MARKED =
      classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith("org.jspecify.annotations.NullMarked");

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.stillframe.query", "io.stillframe.api");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(RESOURCES_DO_NOT_TOUCH_KAFKA, VIOLATION + ".kafka"),
        Arguments.of(NOTHING_BLOCKS, VIOLATION + ".blocking"),
        Arguments.of(ONE_KIND_OF_TRANSACTION, VIOLATION + ".blocking"),
        Arguments.of(ONLY_THE_PROJECTION_CONSUMES, VIOLATION + ".kafka"),
        Arguments.of(ONLY_READING_ASKS_THE_BROKER, VIOLATION + ".kafka"),
        Arguments.of(NO_CYCLES, VIOLATION));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ruleHolds(ArchRule rule, String violation) {
    rule.check(SHIPPED);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ruleFailsOnAViolation(ArchRule rule, String violation) {
    JavaClasses violating = new ClassFileImporter().importPackages(violation);
    assertThat(rule.evaluate(violating).hasViolation()).isTrue();
  }

  @Test
  void everyPackageIsNullMarked() {
    PACKAGES_ARE_NULL_MARKED.check(SHIPPED);
  }

  @Test
  void bothModulesAreLookedAt() {
    assertThat(SHIPPED).anyMatch(each -> each.getPackageName().equals("io.stillframe.api"));
    assertThat(SHIPPED).anyMatch(each -> each.getPackageName().endsWith(".projection"));
  }
}
