package io.stillframe.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.local.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code infra/compose up}: the whole system on one host, asked through TLS. */
@Tag("containers")
class ComposeIT {
  private static final int PORT = 18443;

  @TempDir Path folder;
  private HttpClient http;
  private String key;

  @BeforeEach
  void up() throws Exception {
    assertThat(compose("up", "-d")).isZero();
    key = Files.readString(folder.resolve("secrets/operator-key")).strip();
    http =
        HttpClient.newBuilder()
            .sslContext(Trust.of(folder.resolve("secrets/certificate.pem")))
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  @AfterEach
  void down() throws Exception {
    compose("logs", "--no-color");
    assertThat(compose("down", "-v")).isZero();
    if (http != null) {
      http.close();
    }
  }

  @Test
  void theMainJobIsDoneAndSurvivesAKilledWorkerARestartAndARestoredDump() throws Exception {
    // Given
    Files.write(folder.resolve("disks/volumes/data.img"), new byte[1 << 20]);
    String volume =
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(
                () -> get("/v1/volumes").path("items").path(0).path("id").asText(),
                id -> !id.isEmpty());

    // When
    JsonNode created = create(volume, "first");
    assertThat(compose("kill", "-s", "SIGKILL", "provider-worker")).isZero();
    JsonNode later = create(volume, "second");
    assertThat(compose("up", "-d")).isZero();

    // Then
    for (JsonNode each : new JsonNode[] {created, later}) {
      awaitSucceeded(each);
    }

    // When
    assertThat(compose("stop")).isZero();
    assertThat(compose("up", "-d")).isZero();

    // Then
    // The gateway is the last to start; nobody has waited for it yet.
    JsonNode kept =
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> get("/v1/snapshots?state=available").path("items"), JsonNode::isArray);
    assertThat(kept).hasSize(2);

    // When
    JsonNode underWay = create(volume, "third");
    for (String database : Postgres.DATABASES) {
      assertThat(dump(database)).isZero();
    }
    JsonNode notInTheDump = create(volume, "fourth");
    awaitSucceeded(underWay);
    awaitSucceeded(notInTheDump);
    assertThat(compose("stop", "command-service", "provider-worker", "query-service")).isZero();
    for (String database : Postgres.DATABASES) {
      assertThat(restore(database)).isZero();
    }
    assertThat(compose("up", "-d")).isZero();

    // Then
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> get("/v1/snapshots?state=available").path("items").size() == 4);
    awaitSucceeded(create(volume, "fifth"));
  }

  /** The commands of the run book. */
  private int dump(String database) throws Exception {
    return compose(
        "exec",
        "-T",
        "postgres",
        "pg_dump",
        "-U",
        "postgres",
        "-Fc",
        "-f",
        file(database),
        database);
  }

  private int restore(String database) throws Exception {
    int dropped = compose("exec", "-T", "postgres", "dropdb", "-U", "postgres", database);
    int restored =
        compose(
            "exec",
            "-T",
            "postgres",
            "pg_restore",
            "-U",
            "postgres",
            "-C",
            "-d",
            "postgres",
            file(database));
    return dropped + restored;
  }

  private static String file(String database) {
    return "/var/lib/postgresql/data/" + database + ".dump";
  }

  private JsonNode create(String volume, String name) throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/v1/snapshots"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        Api.JSON.writeValueAsString(
                            Map.of(
                                "provider",
                                "compute-on",
                                "environment",
                                "test_area",
                                "volumeId",
                                volume,
                                "name",
                                name)))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Api.JSON.readTree(answer.body());
  }

  private void awaitSucceeded(JsonNode operation) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () -> get("/v1/operations/" + operation.path("id").asText()).path("status").asText(),
            "succeeded"::equals);
  }

  private JsonNode get(String path) throws Exception {
    return Api.JSON.readTree(send(HttpRequest.newBuilder(uri(path)).GET()).body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(
        request.header("Authorization", "Bearer " + key).timeout(Duration.ofSeconds(30)).build(),
        BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("https://localhost:" + PORT + path);
  }

  private int compose(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Stack.ROOT.resolve("infra/compose").toString());
    builder.command().addAll(java.util.List.of(arguments));
    builder
        .environment()
        .putAll(
            Map.of(
                "STILLFRAME_SECRETS",
                folder.resolve("secrets").toString(),
                "STILLFRAME_DISKS",
                folder.resolve("disks").toString(),
                "STILLFRAME_PROJECT",
                "stillframe-test",
                "STILLFRAME_TLS_PORT",
                Integer.toString(PORT)));
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(Path.of("target", "compose.log").toFile()))
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
