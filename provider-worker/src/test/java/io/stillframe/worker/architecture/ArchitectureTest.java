package io.stillframe.worker.architecture;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.provider.Arguments;

import io.stillframe.architecture.ArchitectureContract;
import io.stillframe.architecture.Rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What a package may touch. Each rule is also run on a class that breaks it. */
class ArchitectureTest extends ArchitectureContract {
  private static final String VIOLATION = "io.stillframe.worker.architecture.violation";
  private static final JavaClasses SHIPPED = Rules.shipped("io.stillframe.worker");

  /** A driver knows the SPI and nothing of the engine, and no driver knows another. */
  private static final ArchRule DRIVERS_KNOW_THE_SPI_ONLY =
      noClasses()
          .that()
          .resideInAPackage("..provider.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..worker.task..",
              "..worker.snapshot..",
              "..worker.request..",
              "..worker.inventory..",
              "..worker.budget..",
              "..worker.finding..",
              "..worker.admin..");

  /** Rules that decide are pure: they neither read the clock nor the database. */
  private static final ArchRule DECISIONS_ARE_PURE =
      noClasses()
          .that()
          .haveSimpleName("Lifecycle")
          .or()
          .haveSimpleName("TakingRequests")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.smallrye.mutiny..", "org.hibernate..", "org.apache.kafka..")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(Rules.nothingBlocks(), VIOLATION + ".blocking"),
        Arguments.of(Rules.oneKindOfTransaction(), VIOLATION + ".blocking"),
        Arguments.of(Rules.onlyConsumersConsume(), VIOLATION + ".blocking"),
        Arguments.of(Rules.noCycles("io.stillframe.worker"), VIOLATION),
        Arguments.of(DRIVERS_KNOW_THE_SPI_ONLY, VIOLATION + ".provider.cheeky"),
        Arguments.of(DECISIONS_ARE_PURE, VIOLATION + ".impure"));
  }

  @Override
  protected JavaClasses shipped() {
    return SHIPPED;
  }
}
