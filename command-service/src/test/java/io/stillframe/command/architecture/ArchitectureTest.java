package io.stillframe.command.architecture;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.provider.Arguments;

import io.stillframe.architecture.ArchitectureContract;
import io.stillframe.architecture.Rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** What a package may touch. Each rule is also run on a class that breaks it. */
class ArchitectureTest extends ArchitectureContract {
  private static final String VIOLATION = "io.stillframe.command.architecture.violation";
  private static final JavaClasses SHIPPED = Rules.shipped("io.stillframe.command");

  /**
   * Requests leave through the outbox only: what is sent beside it may be lost or be sent for
   * nothing.
   */
  private static final ArchRule NOTHING_IS_SENT_BESIDE_THE_OUTBOX =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveSimpleNameEndingWith("Emitter")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.clients.producer..");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(Rules.nothingKnowsDialects(), VIOLATION + ".knowing"),
        Arguments.of(Rules.nothingBlocks(), VIOLATION + ".blocking"),
        Arguments.of(Rules.oneKindOfTransaction(), VIOLATION + ".blocking"),
        Arguments.of(Rules.onlyConsumersConsume(), VIOLATION + ".blocking"),
        Arguments.of(Rules.noCycles("io.stillframe.command"), VIOLATION),
        Arguments.of(NOTHING_IS_SENT_BESIDE_THE_OUTBOX, VIOLATION + ".sending"));
  }

  @Override
  protected JavaClasses shipped() {
    return SHIPPED;
  }
}
