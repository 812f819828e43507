package io.stillframe.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Rules that hold in every module. Each module's test also runs them on a class that breaks them.
 */
public final class Rules {
  private Rules() {}

  /** What ships of these packages. */
  public static JavaClasses shipped(String... packages) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(packages);
  }

  /** Waiting for a Uni blocks the thread that would complete it. */
  public static ArchRule nothingBlocks() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.smallrye.mutiny.groups.UniAwait");
  }

  /** The other annotation does nothing for reactive sessions. */
  public static ArchRule oneKindOfTransaction() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("jakarta.transaction.Transactional");
  }

  /** Packages below {@code root} depend on each other in one direction. */
  public static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** A dialect is a package that could be taken out: nothing else knows of it. */
  public static ArchRule nothingKnowsDialects() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("..cloudmc..", "..scaleway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..cloudmc..", "..scaleway..");
  }

  public static ArchRule everyPackageIsNullMarked() {
    return classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith("org.jspecify.annotations.NullMarked");
  }

  /** Only classes named for it take records, and they take nothing else upon them. */
  public static ArchRule onlyConsumersConsume() {
    return methods()
        .that()
        .areAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Incoming")
        .should()
        .beDeclaredInClassesThat()
        .haveSimpleNameEndingWith("Consumer");
  }
}
