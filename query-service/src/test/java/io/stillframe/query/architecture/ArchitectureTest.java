package io.stillframe.query.architecture;

import java.util.stream.Stream;

import jakarta.ws.rs.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

import io.stillframe.architecture.ArchitectureContract;
import io.stillframe.architecture.Rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** What a package may touch. Each rule is also run on a class that breaks it. */
class ArchitectureTest extends ArchitectureContract {
  private static final String VIOLATION = "io.stillframe.query.architecture.violation";

  private static final ArchRule RESOURCES_DO_NOT_TOUCH_KAFKA =
      noClasses()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..");

  private static final ArchRule ONLY_THE_PROJECTION_CONSUMES =
      methods()
          .that()
          .areAnnotatedWith(Incoming.class)
          .should()
          .beDeclaredInClassesThat()
          .resideInAPackage("..projection..");

  private static final ArchRule ONLY_FOLDING_AND_READING_ASK_THE_BROKER =
      noClasses()
          .that()
          .resideOutsideOfPackages("..projection..", "..rebuild..", "..reading..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  private static final JavaClasses SHIPPED =
      Rules.shipped("io.stillframe.query", "io.stillframe.api");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(RESOURCES_DO_NOT_TOUCH_KAFKA, VIOLATION + ".kafka"),
        Arguments.of(Rules.nothingKnowsDialects(), VIOLATION + ".knowing"),
        Arguments.of(Rules.nothingBlocks(), VIOLATION + ".blocking"),
        Arguments.of(Rules.oneKindOfTransaction(), VIOLATION + ".blocking"),
        Arguments.of(ONLY_THE_PROJECTION_CONSUMES, VIOLATION + ".kafka"),
        Arguments.of(ONLY_FOLDING_AND_READING_ASK_THE_BROKER, VIOLATION + ".kafka"),
        Arguments.of(Rules.noCycles("io.stillframe.query"), VIOLATION));
  }

  @Override
  protected JavaClasses shipped() {
    return SHIPPED;
  }

  @Test
  void bothModulesAreLookedAt() {
    assertThat(SHIPPED).anyMatch(each -> each.getPackageName().equals("io.stillframe.api"));
    assertThat(SHIPPED).anyMatch(each -> each.getPackageName().endsWith(".projection"));
  }
}
