package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that others wrote, unchanged. They run where they are installed; where the environment
 * has {@code STILLFRAME_CLIENTS=required} they must be.
 */
@SharedStack
@Tag("long")
class ForeignClientsIT {
  private static final Path CLIENTS = Stack.ROOT.resolve("infra/e2e/clients");
  private static final String PYTHON = "/usr/bin/python3";
  private static final String LOCAL_ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";

  /** A volume of the simulated CloudMC, which stands behind the host 127.0.0.1. */
  private static final String CLOUDMC_VOLUME = "c779ca42-6966-41af-a7dc-23db4e41d4ee";

  /** A volume of the simulated Scaleway, which stands behind the host 127.1. */
  private static final String SCALEWAY_VOLUME = "09a4184c-733b-43c8-99c3-f1dde30536fe";

  private static final int MANY = 110;

  private final Stack stack;

  ForeignClientsIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  @EnabledIf("libcloudIsThere")
  void libcloudSnapshotsALocalVolumeAmongMany() throws Exception {
    // Given
    TestVolume volume = stack.randomVolume(MIB / 4);
    TestVolume often = stack.randomVolume(MIB / 4);
    awaitVolume(volume.id());
    awaitVolume(often.id());
    Api api = stack.operator();
    Callers.together(
        8, MANY, number -> Api.expect(202, api.create(often, Map.of("name", "m-" + number))));

    // When
    JsonNode seen = libcloud("localhost", volume.id(), often.id());

    // Then
    assertThat(seen.path("volumeName").asText()).isEqualTo(volume.name());
    assertThat(seen.path("created").path("state").asText()).isIn("creating", "available");
    assertThat(seen.path("state").asText()).isEqualTo("available");
    assertThat(seen.path("listed").asInt()).isEqualTo(MANY);
    assertThat(seen.path("destroyed").asBoolean()).isTrue();
    assertThat(seen.path("gone").asBoolean()).isTrue();

    // The next client does not wait behind them.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                api.get("/v1/snapshots?state=available&limit=500&volumeId=" + often.id())
                    .body()
                    .path("items")
                    .size(),
            taken -> taken == MANY);
  }

  /** Scaleway's dialect, Kafka, the worker, a driver, a simulated cloud, and back. */
  @ParameterizedTest
  @EnabledIf("libcloudIsThere")
  @CsvSource({"127.0.0.1," + CLOUDMC_VOLUME, "127.1," + SCALEWAY_VOLUME})
  void libcloudSnapshotsAVolumeOfAnotherCloud(String host, String volume) throws Exception {
    // Given
    awaitVolume(volume);

    // When
    JsonNode seen = libcloud(host, volume, volume);

    // Then
    assertThat(seen.path("state").asText()).isEqualTo("available");
    assertThat(seen.path("destroyed").asBoolean()).isTrue();
    assertThat(seen.path("gone").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnabledIf("npmClientIsThere")
  @CsvSource({
    "localhost,701a8946-ff9d-4579-95e3-1c2c2d0f892d,200",
    "127.0.0.1," + CLOUDMC_VOLUME + ",200",
    "127.1," + SCALEWAY_VOLUME + ",201"
  })
  void npmsClientTakesRenamesAndDeletes(String host, String volume, int created) throws Exception {
    // Given
    awaitVolume(volume);

    // When
    JsonNode seen =
        run(
            List.of(
                "node",
                CLIENTS.resolve("scaleway_npm.js").toString(),
                "http://%s:%d/".formatted(host, stack.running().gatewayPort()),
                "local-operator",
                LOCAL_ORGANIZATION,
                volume),
            Map.of());

    // Then
    assertThat(seen.path("createdStatus").asInt()).isEqualTo(created);
    assertThat(seen.path("created").path("name").asText()).isEqualTo("by npm");
    assertThat(seen.path("created").path("base_volume").path("id").asText()).isEqualTo(volume);
    assertThat(seen.path("isListed").asBoolean()).isTrue();
    assertThat(seen.path("renamed").asText()).isEqualTo("renamed by npm");
    assertThat(seen.path("got").asText()).isEqualTo("renamed by npm");
    assertThat(seen.path("deleted").asInt()).isEqualTo(204);
    assertThat(seen.path("gone").asInt()).isEqualTo(404);
  }

  private JsonNode libcloud(String host, String volume, String often) throws Exception {
    return run(
        List.of(
            PYTHON,
            CLIENTS.resolve("scaleway_libcloud.py").toString(),
            host,
            Integer.toString(stack.tlsPort()),
            "local-operator",
            LOCAL_ORGANIZATION,
            volume,
            often),
        Map.of("SSL_CERT_FILE", stack.certificate().toString()));
  }

  private void awaitVolume(String volume) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> stack.operator().get("/v1/volumes?limit=1000").body().findValuesAsText("id"),
            ids -> ids.contains(volume));
  }

  private static JsonNode run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("client", ".out");
    Path errors = Files.createTempFile("client", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process client = builder.start();
    try {
      assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).as(Files.readString(errors)).isZero();
      return Api.JSON.readTree(output.toFile());
    } finally {
      client.destroyForcibly();
      Files.delete(output);
      Files.delete(errors);
    }
  }

  static boolean libcloudIsThere() throws IOException {
    return isRequired() || succeeds(PYTHON, "-c", "import libcloud");
  }

  static boolean npmClientIsThere() throws IOException {
    return isRequired() || Files.isDirectory(CLIENTS.resolve("node_modules/scaleway"));
  }

  private static boolean isRequired() {
    return "required".equals(System.getenv("STILLFRAME_CLIENTS"));
  }

  private static boolean succeeds(String... command) {
    if (Stream.of(command).findFirst().map(Path::of).filter(Files::isExecutable).isEmpty()) {
      return false;
    }
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
