package io.stillframe.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Isolated("a restart is awaited for five seconds")
class SupervisorTest {
  private static final Duration RESTART = Duration.ofSeconds(5);

  @TempDir Path directory;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private PidFile pidFile;
  private Supervisor supervisor;

  @BeforeEach
  void startChild() {
    pidFile = new PidFile(directory.resolve("child.pid"));
    supervisor =
        new Supervisor(
            "child", () -> new ProcessBuilder("sleep", "600").start(), pidFile, said::add);
    supervisor.start();
  }

  @AfterEach
  void stopChild() {
    supervisor.close();
  }

  @Test
  void startsAKilledProcessAgainAndSaysSo() {
    // Given
    long killed = supervisor.pid().orElseThrow();
    // When
    supervisor.kill();
    // Then
    await()
        .atMost(RESTART)
        .untilAsserted(() -> assertThat(supervisor.pid()).isPresent().isNotEqualTo(killed));
    assertThat(said).containsExactly("child ended (exit status 137), starting it again in 0.5 s");
  }

  @Test
  void leavesAStoppedProcessStopped() {
    // Given
    ProcessHandle process = ProcessHandle.of(supervisor.pid().orElseThrow()).orElseThrow();
    // When
    supervisor.stop();
    // Then
    assertThat(process.isAlive()).isFalse();
    assertThat(supervisor.pid()).isEmpty();
    assertThat(said).isEmpty();
    assertThat(pidFile.file()).doesNotExist();
  }

  @Test
  void endsTheProcessOfAnEarlierRun() {
    // Given
    ProcessHandle process = ProcessHandle.of(supervisor.pid().orElseThrow()).orElseThrow();
    // When
    pidFile.endLeftover("sleep");
    // Then
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void leavesAStrangerAlone() {
    // Given
    ProcessHandle process = ProcessHandle.of(supervisor.pid().orElseThrow()).orElseThrow();
    // When
    pidFile.endLeftover("quarkus-run.jar");
    // Then
    assertThat(process.isAlive()).isTrue();
  }
}
