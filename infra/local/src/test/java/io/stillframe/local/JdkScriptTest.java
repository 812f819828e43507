package io.stillframe.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The script is {@code .mvn/jdk.sh}, which mvnw and infra/up share. */
class JdkScriptTest {
  @TempDir Path directory;

  @Test
  void takesJavaHomeWhenItIsNewEnough() throws Exception {
    // Given
    Path home = jdk("home", "25.0.1");
    Path other = jdk("other", "26");
    // When
    Run run = require(home, other);
    // Then
    assertThat(run).isEqualTo(new Run(0, home.toString()));
  }

  @Test
  void takesAnotherWhenJavaHomeIsTooOld() throws Exception {
    // Given
    Path home = jdk("home", "17.0.15");
    Path other = jdk("another place", "25");
    // When
    Run run = require(home, jdk("old", "1.8.0_402"), other);
    // Then
    assertThat(run).isEqualTo(new Run(0, other.toString()));
  }

  @Test
  void takesNoRuntimeWithoutACompiler() throws Exception {
    // Given
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));
    Path jdk = jdk("jdk", "25");
    // When
    Run run = require(runtime, jdk);
    // Then
    assertThat(run).isEqualTo(new Run(0, jdk.toString()));
  }

  @Test
  void saysInOneLineWhatIsMissing() throws Exception {
    // When
    Run run = require(directory.resolve("absent"), jdk("old", "24.0.2"));
    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output()).startsWith("Stillframe needs a JDK 25 or newer").doesNotContain("\n");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.createFile(home.resolve("bin/javac"));
    assertThat(home.resolve("bin/javac").toFile().setExecutable(true)).isTrue();
    return home;
  }

  private static Run require(Path javaHome, Path... installed) throws Exception {
    String script = Path.of("../../.mvn/jdk.sh").toAbsolutePath().normalize().toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-euc",
            ". \"$0\"; jdk_on_path() { :; }; require_jdk \"$@\"; echo \"$JAVA_HOME\"",
            script);
    for (Path home : installed) {
      builder.command().add(home.toString());
    }
    builder.environment().putAll(Map.of("JAVA_HOME", javaHome.toString()));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.strip());
  }

  private record Run(int status, String output) {}
}
