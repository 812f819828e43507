package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The process that {@code infra/up} runs. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("long")
class LocalStillframeTest {
  @TempDir Path directory;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private Settings settings;

  @BeforeEach
  void buildServices() {
    Path root = directory.resolve("a repository");
    FakeService.buildAll(root);
    settings = Settings.withFreePorts(root, root.resolve(".data"));
  }

  @Test
  void continuesAfterTheWholeProcessWasKilled() throws Exception {
    // Given
    Process first = startProcess();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(output()).contains("Stillframe is ready"));
    List<ProcessHandle> orphans = processes();
    // When
    first.destroyForcibly().waitFor();
    try (LocalStack stack = LocalStack.start(settings, said::add)) {
      // Then
      assertThat(orphans).hasSize(4).noneMatch(ProcessHandle::isAlive);
      assertThat(LocalStackTest.ask(stack, "GET").statusCode()).isEqualTo(200);
    }
    assertThat(processes()).isEmpty();
  }

  @Test
  void stopsCleanlyOnASignal() throws Exception {
    // Given
    Process process = startProcess();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(output()).contains("Stillframe is ready"));
    // When
    process.destroy();
    int status = process.waitFor();
    // Then
    assertThat(status).isEqualTo(143);
    assertThat(processes()).isEmpty();
    assertThat(Files.readString(output()))
        .doesNotContain(" ended (exit status")
        .endsWith("Stopped\n");
  }

  private Process startProcess() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LocalStillframe.class.getName(),
            settings.root().toString());
    for (Listener listener : Listener.values()) {
      builder.environment().put(listener.variable(), Integer.toString(settings.port(listener)));
    }
    return builder.redirectErrorStream(true).redirectOutput(output().toFile()).start();
  }

  private Path output() {
    return directory.resolve("output");
  }

  /** Everything that was started from this test's directory and still runs. */
  private List<ProcessHandle> processes() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              process ->
                  process
                      .info()
                      .commandLine()
                      .filter(line -> !line.contains(LocalStillframe.class.getName()))
                      .filter(line -> line.contains(directory.toString()))
                      .isPresent())
          .toList();
    }
  }
}
