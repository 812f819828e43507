package io.stillframe.e2e;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
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
  private static final Path LOG = Path.of("target", "compose.log");

  @TempDir Path folder;
  private HttpClient http;
  private String key;

  @BeforeEach
  void up() throws Exception {
    // A run that was killed may have left its volumes, with other passwords.
    compose("down", "-v");
    compose("up", "-d");
    key = Files.readString(folder.resolve("secrets/operator-key")).strip();
    http =
        HttpClient.newBuilder()
            .sslContext(Trust.of(folder.resolve("secrets/certificate.pem")))
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  @AfterEach
  void down() throws Exception {
    if (http != null) {
      http.close();
    }
    try {
      compose("logs", "--no-color");
    } finally {
      compose("down", "-v");
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
    compose("kill", "-s", "SIGKILL", "provider-worker");
    JsonNode later = create(volume, "second");
    compose("up", "-d");

    // Then
    for (JsonNode each : new JsonNode[] {created, later}) {
      awaitSucceeded(each);
    }

    // When
    // The containers go, their volumes stay.
    compose("down");
    compose("up", "-d");

    // Then
    // The gateway is the last to start; nobody has waited for it yet.
    JsonNode kept =
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> get("/v1/snapshots?state=available").path("items"), JsonNode::isArray);
    assertThat(kept).hasSize(2);

    // When
    List<JsonNode> accepted = new ArrayList<>();
    try (Asking asking = new Asking(volume)) {
      asking.awaitMore(5);
      for (String database : Postgres.DATABASES) {
        dump(database);
      }
      asking.awaitMore(5);
      compose("stop", "command-service", "provider-worker", "query-service");
      assertThat(unpublished()).isZero();
      for (String database : Postgres.DATABASES) {
        restore(database);
      }
      compose("up", "-d");
      asking.awaitMore(5);
      accepted.addAll(asking.end());
    }

    // Then
    assertThat(recovered()).containsOnly("command-service", "provider-worker");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(statuses(accepted)).containsOnly("succeeded"));
    assertThat(names(get("/v1/snapshots?state=available&limit=500")))
        .hasSize(accepted.size() + 2)
        .doesNotHaveDuplicates();

    // When
    compose("stop", "provider-worker");
    JsonNode ends = create(volume, "ends after the backup");
    dump("command");
    compose("up", "-d");
    awaitSucceeded(ends);
    compose("stop", "command-service");
    restore("command");
    compose("up", "-d");

    // Then
    awaitSucceeded(delete(ends.path("snapshotId").asText()));
    awaitSucceeded(create(volume, "ends after the backup"));
  }

  /** A caller who takes snapshots all the time, and insists on each by its Idempotency-Key. */
  private final class Asking implements AutoCloseable {
    private final Queue<JsonNode> accepted = new ConcurrentLinkedQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> asked;
    private volatile boolean over;
    private volatile String refused = "nothing";

    Asking(String volume) {
      asked = thread.submit(() -> ask(volume));
    }

    private Void ask(String volume) throws Exception {
      while (!over) {
        String name = UUID.randomUUID().toString();
        JsonNode answer = null;
        while (answer == null) {
          try {
            answer = create(volume, name, name);
          } catch (IOException | ConditionTimeoutException | AssertionError e) {
            // Asked again: the services are being stopped, or start.
            refused = e.toString();
            TimeUnit.MILLISECONDS.sleep(200);
          }
        }
        accepted.add(answer);
        TimeUnit.MILLISECONDS.sleep(200);
      }
      return null;
    }

    void awaitMore(int count) {
      int before = accepted.size();
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .untilAsserted(
              () ->
                  assertThat(asked.isDone() || accepted.size() >= before + count)
                      .as("%d accepted, last refused: %s", accepted.size() - before, refused)
                      .isTrue());
    }

    Collection<JsonNode> end() throws Exception {
      over = true;
      asked.get(3, TimeUnit.MINUTES);
      return accepted;
    }

    @Override
    public void close() {
      thread.shutdownNow();
      thread.close();
    }
  }

  private static List<String> names(JsonNode list) {
    return list.path("items").findValuesAsText("name");
  }

  /** The commands of the run book. */
  private void dump(String database) throws Exception {
    run(
        Redirect.INHERIT,
        Redirect.to(file(database)),
        "exec -T postgres pg_dump -U postgres -Fc " + database);
  }

  private int unpublished() throws Exception {
    Path question = folder.resolve("question.sql");
    Files.writeString(question, "select count(*) from outbox where published_at is null");
    File answer = folder.resolve("answer").toFile();
    run(
        Redirect.from(question.toFile()),
        Redirect.to(answer),
        "exec -T postgres psql -U postgres -t -d command");
    return Integer.parseInt(Files.readString(answer.toPath()).strip());
  }

  private void restore(String database) throws Exception {
    compose("exec", "-T", "postgres", "dropdb", "--force", "-U", "postgres", database);
    run(
        Redirect.from(file(database)),
        log(),
        "exec -T postgres pg_restore -U postgres -C -d postgres");
  }

  /** Which services say that they started with a database from before what they had published. */
  private Set<String> recovered() throws Exception {
    File logs = folder.resolve("logs").toFile();
    run(Redirect.INHERIT, Redirect.to(logs), "logs --no-color");
    return Files.readAllLines(logs.toPath()).stream()
        .filter(line -> line.contains("The database is older than what was published of it"))
        .map(line -> line.split("_\\d| ", 2)[0])
        .collect(Collectors.toSet());
  }

  private File file(String database) {
    return folder.resolve(database + ".dump").toFile();
  }

  private JsonNode create(String volume, String name) throws Exception {
    return create(volume, name, UUID.randomUUID().toString());
  }

  private JsonNode create(String volume, String name, String key) throws Exception {
    return accepted(
        HttpRequest.newBuilder(uri("/v1/snapshots"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
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
  }

  private JsonNode delete(String id) throws Exception {
    return accepted(HttpRequest.newBuilder(uri("/v1/snapshots/" + id)).DELETE());
  }

  /** Asks again for a while where it is asked to. */
  private JsonNode accepted(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofSeconds(1))
            .pollDelay(Duration.ZERO)
            .until(() -> send(request.copy()), each -> each.statusCode() != 503);
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

  private List<String> statuses(List<JsonNode> operations) throws Exception {
    List<String> statuses = new ArrayList<>();
    for (JsonNode each : operations) {
      statuses.add(get("/v1/operations/" + each.path("id").asText()).path("status").asText());
    }
    return statuses;
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

  private void compose(String... arguments) throws IOException, InterruptedException {
    run(Redirect.INHERIT, log(), String.join(" ", arguments));
  }

  private static Redirect log() {
    return Redirect.appendTo(LOG.toFile());
  }

  private void run(Redirect input, Redirect output, String arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Stack.ROOT.resolve("infra/compose").toString());
    builder.command().addAll(List.of(arguments.split(" ")));
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
    long started = System.nanoTime();
    Process process =
        builder.redirectInput(input).redirectOutput(output).redirectError(log()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    System.out.printf("infra/compose %s: %.1f s%n", arguments, (System.nanoTime() - started) / 1e9);
    assertThat(process.exitValue())
        .as(() -> "infra/compose %s: %s".formatted(arguments, lastSaid()))
        .isZero();
  }

  private static String lastSaid() {
    try {
      List<String> lines = Files.readAllLines(LOG);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
