package io.stillframe.simulator;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatorProcessTest {
  @Test
  void runsOnThePortsOfTheEnvironmentUntilItIsAskedToEnd() throws Exception {
    // Given
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      String cloudMc = address(out.readLine());
      String scaleway = address(out.readLine());
      Reply reply =
          Caller.of(URI.create(cloudMc), "MC-Api-Key", "simulated-key").get("/api/v2/environments");
      // When
      // Not destroy(), which would close what is read here.
      process.toHandle().destroy();
      // Then
      assertThat(reply.status()).isEqualTo(200);
      assertThat(scaleway).startsWith("http://127.0.0.1:").isNotEqualTo(cloudMc);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      // 128 + SIGTERM, as of any process that ends when it is asked to.
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(out.lines()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorProcess.class.getName()));
    builder.environment().put("STILLFRAME_CLOUDMC_PORT", "0");
    builder.environment().put("STILLFRAME_SCALEWAY_PORT", "0");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String address(String line) {
    return line.substring(line.indexOf("http"));
  }
}
