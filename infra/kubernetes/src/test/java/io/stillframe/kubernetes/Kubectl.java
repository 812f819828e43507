package io.stillframe.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What renders the manifests, where it is installed; where the environment has {@code
 * STILLFRAME_CLIENTS=required} it must be.
 */
final class Kubectl {
  /** The first with components whose patches may have several targets. */
  private static final int KUSTOMIZE = 5;

  private static final Pattern VERSION = Pattern.compile("Kustomize Version: v(\\d+)");
  private static final Optional<Path> EXECUTABLE = find();

  private Kubectl() {}

  /** Whether tests that render are run. */
  static boolean isThere() {
    return "required".equals(System.getenv("STILLFRAME_CLIENTS")) || EXECUTABLE.isPresent();
  }

  /** The objects that a folder stands for, as YAML. */
  static String kustomize(Path directory) {
    Path kubectl =
        EXECUTABLE.orElseThrow(
            () -> new IllegalStateException("No kubectl with kustomize 5; see README.md"));
    return run(kubectl.toString(), "kustomize", directory.toString());
  }

  private static Optional<Path> find() {
    return Stream.concat(
            Stream.of(Tree.ROOT.resolve("tools")),
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of))
        .map(folder -> folder.resolve("kubectl"))
        .filter(Files::isExecutable)
        .filter(Kubectl::isRecent)
        .findFirst();
  }

  private static boolean isRecent(Path kubectl) {
    return VERSION
        .matcher(run(kubectl.toString(), "version", "--client"))
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .anyMatch(version -> version >= KUSTOMIZE);
  }

  private static String run(String... command) {
    try {
      Path errors = Files.createTempFile("kubectl", ".err");
      try {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
          throw new IllegalStateException(
              String.join(" ", command) + ": " + Files.readString(errors));
        }
        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
