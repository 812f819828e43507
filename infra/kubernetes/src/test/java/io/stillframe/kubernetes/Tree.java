package io.stillframe.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this module. */
final class Tree {
  /** Tests run in the module's folder. */
  static final Path ROOT = Path.of("").toAbsolutePath();

  private Tree() {}

  static List<String> overlays() {
    return folders("overlays");
  }

  static List<String> components() {
    return folders("components");
  }

  /** Every file that is part of a manifest. */
  static List<Path> files() {
    return Stream.of("base", "components", "overlays")
        .flatMap(folder -> walk(ROOT.resolve(folder)).stream())
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<String> folders(String kind) {
    try (Stream<Path> found = Files.list(ROOT.resolve(kind))) {
      return found
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> walk(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
