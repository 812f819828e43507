package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.local.Listener;
import io.stillframe.local.Settings;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** What {@code infra/up} runs: Ctrl-C ends all of it, and a second start continues. */
@Tag("long")
class LocalProcessIT {
  private final Settings settings;
  private final Path folder;
  private Process process;

  LocalProcessIT(@TempDir Path folder) {
    this.folder = folder;
    this.settings = Settings.withFreePorts(Stack.ROOT, folder.resolve("data"));
  }

  @AfterEach
  void end() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void itEndsCleanlyAndContinues() throws Exception {
    // Given
    Api api = new Api("http://localhost:" + settings.port(Listener.GATEWAY), "local-operator");
    start();
    TestVolume volume = TestVolume.random(settings.data().resolve("volumes/test_area"), MIB);
    String id = api.available(volume, Map.of()).path("id").asText();
    List<ProcessHandle> all = processes();
    assertThat(all).filteredOn(ProcessHandle::isAlive).hasSizeGreaterThanOrEqualTo(5);
    // When
    terminate();
    // Then
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(processes()).noneMatch(ProcessHandle::isAlive);
    assertThat(log()).contains("Stopped");
    start();
    assertThat(api.get("/v1/snapshots?volumeId=" + volume.id()).body().path("items"))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.path("id").asText()).isEqualTo(id);
              assertThat(item.path("state").asText()).isEqualTo("available");
            });
  }

  private void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            Stack.ROOT.resolve("infra/local/target/stillframe-local.jar")
                + ":"
                + Stack.ROOT.resolve("infra/local/target/lib/*"),
            "io.stillframe.local.LocalStillframe",
            Stack.ROOT.toString());
    settings
        .ports()
        .forEach(
            (listener, port) ->
                builder
                    .environment()
                    .put("STILLFRAME_" + listener.name() + "_PORT", Integer.toString(port)));
    builder.environment().put("STILLFRAME_DATA", settings.data().toString());
    builder.redirectErrorStream(true).redirectOutput(output().toFile());
    process = builder.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .failFast(() -> !process.isAlive())
        .until(() -> log().contains("Stillframe is ready"));
  }

  /** As Ctrl-C and a service manager do it. */
  private void terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Ours and all that we started; PostgreSQL is no child, but its command names the data. */
  private List<ProcessHandle> processes() {
    return Stream.concat(
            Stream.concat(Stream.of(process.toHandle()), process.descendants()),
            ProcessHandle.allProcesses().filter(this::namesTheData))
        .toList();
  }

  private boolean namesTheData(ProcessHandle other) {
    String data = settings.data().toString();
    return other.info().commandLine().filter(line -> line.contains(data)).isPresent();
  }

  private Path output() {
    return folder.resolve("output.log");
  }

  private String log() {
    try {
      return Files.readString(output());
    } catch (IOException e) {
      return "";
    }
  }
}
