package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image has no type that nobody told it of: every record, every enumeration and every
 * interface that messages, rows, answers and configuration are made of stands in its module's
 * metadata. With {@code -Dstillframe.native.write=true} the files are written instead.
 */
class NativeTypesTest {
  private static final List<String> SERVICES =
      List.of("command-service", "provider-worker", "query-service");
  private static final String FILE = "reachability-metadata.json";
  private static final Set<String> SAYING =
      Set.of(
          "Lcom/fasterxml/jackson/annotation/JsonTypeInfo;", "Lio/smallrye/config/ConfigMapping;");

  /** The modules that the packaged services are made of. */
  static Stream<Path> modules() {
    return SERVICES.stream()
        .flatMap(service -> jars(Stack.ROOT.resolve(service).resolve("target/quarkus-app")))
        .map(NativeTypesTest::module)
        .distinct()
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyTypeThatIsReadOrWrittenIsRegistered(Path module) throws IOException {
    // Given
    Set<String> types = types(module.resolve("target/classes"));
    if (Boolean.getBoolean("stillframe.native.write")) {
      write(module, types);
    }
    // Then
    assertThat(registered(module)).isEqualTo(types);
  }

  @Test
  void theModulesAreFound() {
    assertThat(modules().map(each -> Stack.ROOT.relativize(each).toString()))
        .contains("infra/contracts", "command-service", "provider-worker", "query-service");
    assertThat(types(Stack.ROOT.resolve("infra/contracts/target/classes")))
        .contains(
            "io.stillframe.contract.Snapshot",
            "io.stillframe.contract.SnapshotEvent",
            "io.stillframe.contract.SnapshotEvent$Creating",
            "io.stillframe.contract.SnapshotState");
    assertThat(types(Stack.ROOT.resolve("query-service/target/classes")))
        .contains("io.stillframe.query.reading.ReadingConfig");
  }

  private static Stream<Path> jars(Path application) {
    try (Stream<Path> files = Files.walk(application)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(io\\.)?stillframe.*\\.jar"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the artifact that its jar says it is. */
  private static Path module(Path jar) {
    String name = jar.getFileName().toString().replaceAll(".*stillframe-(.*)-0\\.1\\.0.*", "$1");
    return Stream.of(Stack.ROOT.resolve(name), Stack.ROOT.resolve("infra").resolve(name))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no module for " + jar));
  }

  private static Set<String> types(Path classes) {
    Set<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      List<ClassModel> all = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        all.add(ClassFile.of().parse(file));
      }
      all.stream().filter(NativeTypesTest::isData).forEach(type -> types.add(name(type)));
      // Groups of settings are interfaces within the one that says what all of it is.
      Set<String> outer = Set.copyOf(types);
      all.stream()
          .filter(type -> type.flags().has(AccessFlag.INTERFACE))
          .map(NativeTypesTest::name)
          .filter(name -> name.contains("$") && outer.contains(name.replaceAll("\\$.*", "")))
          .forEach(types::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }

  private static String name(ClassModel type) {
    return type.thisClass().asInternalName().replace('/', '.');
  }

  private static boolean isData(ClassModel type) {
    return type.superclass()
            .map(each -> each.asInternalName())
            .filter(each -> each.equals("java/lang/Record") || each.equals("java/lang/Enum"))
            .isPresent()
        || type.attributes().stream()
            .filter(RuntimeVisibleAnnotationsAttribute.class::isInstance)
            .flatMap(each -> ((RuntimeVisibleAnnotationsAttribute) each).annotations().stream())
            .anyMatch(annotation -> SAYING.contains(annotation.classSymbol().descriptorString()));
  }

  private static Set<String> registered(Path module) throws IOException {
    Set<String> types = new TreeSet<>();
    Path file = file(module);
    if (Files.exists(file)) {
      for (JsonNode each : Api.JSON.readTree(file.toFile()).path("reflection")) {
        types.add(each.path("type").asText());
      }
    }
    return types;
  }

  private static Path file(Path module) {
    return module
        .resolve("src/main/resources/META-INF/native-image/io.stillframe")
        .resolve(module.getFileName())
        .resolve(FILE);
  }

  private static void write(Path module, Set<String> types) throws IOException {
    Path file = file(module);
    if (types.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    ObjectNode root = Api.JSON.createObjectNode();
    ArrayNode reflection = root.putArray("reflection");
    for (String type : types) {
      reflection
          .addObject()
          .put("type", type)
          .put("allDeclaredConstructors", true)
          .put("allDeclaredMethods", true)
          .put("allDeclaredFields", true);
    }
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }
}
