package io.stillframe.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Execution(ExecutionMode.CONCURRENT)
class LocalStackTest {
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
  void runsEverythingBehindOneAddress() throws Exception {
    // When
    try (LocalStack stack = LocalStack.start(settings, said::add)) {
      // Then
      assertThat(ask(stack, "GET").body()).startsWith("GET at").endsWith("/query");
      assertThat(ask(stack, "POST").body()).startsWith("POST at").endsWith("/command");
      assertThat(said).anyMatch(line -> line.startsWith("PostgreSQL ready on 127.0.0.1:"));
      assertThat(said).anyMatch(line -> line.startsWith("provider-worker ready on 127.0.0.1:"));
      assertThat(stack.data().log(Service.WORKER)).hasContent("Listening");
    }
    assertThat(processes()).isEmpty();
  }

  @Test
  void startsAServiceAgainThatWasKilled() {
    // Given
    try (LocalStack stack = LocalStack.start(settings, said::add)) {
      long killed = stack.pid(Service.WORKER).orElseThrow();
      // When
      stack.kill(Service.WORKER);
      // Then
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> assertThat(stack.pid(Service.WORKER)).isPresent().isNotEqualTo(killed));
      stack.awaitReady(Service.WORKER);
      assertThat(said).anyMatch(line -> line.startsWith("provider-worker ended"));
    }
  }

  @Test
  void leavesAServiceStoppedUntilItIsStarted() {
    // Given
    try (LocalStack stack = LocalStack.start(settings, said::add)) {
      stack.stop(Service.QUERY);
      boolean ranWhileStopped = stack.pid(Service.QUERY).isPresent();
      // When
      stack.start(Service.QUERY);
      stack.awaitReady(Service.QUERY);
      // Then
      assertThat(ranWhileStopped).isFalse();
      assertThat(stack.pid(Service.QUERY)).isPresent();
    }
  }

  @Test
  void refusesASecondInstanceOnTheSameData() {
    // Given
    try (LocalStack stack = LocalStack.start(settings, said::add)) {
      Settings second = Settings.withFreePorts(settings.root(), settings.data());
      // When, Then
      assertThatThrownBy(() -> LocalStack.start(second, said::add))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("Another Stillframe runs on the data folder")
          .hasMessageNotContaining("\n");
      assertThat(stack.pid(Service.QUERY)).isPresent();
    }
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
      assertThat(ask(stack, "GET").statusCode()).isEqualTo(200);
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

  private static HttpResponse<String> ask(LocalStack stack, String method)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + stack.gatewayPort() + "/v1/snapshots"))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
