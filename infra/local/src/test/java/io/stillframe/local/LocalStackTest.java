package io.stillframe.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** One stack for all the tests, which therefore run in turn. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the stack of LocalStackTest")
class LocalStackTest {
  @TempDir static Path directory;

  private static final List<String> SAID = new CopyOnWriteArrayList<>();
  private static Settings settings;
  private static LocalStack stack;

  @BeforeAll
  static void start() throws IOException {
    Path root = directory.resolve("a repository");
    FakeService.buildAll(root);
    settings =
        Settings.withFreePorts(root, root.resolve(".data"))
            .withReplicas(Map.of(Service.COMMAND, 2));
    stack = LocalStack.start(settings, SAID::add);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void runsEverythingBehindOneAddress() throws Exception {
    assertThat(ask(stack, "GET").body()).startsWith("GET at").endsWith("/query");
    assertThat(ask(stack, "POST").body()).startsWith("POST at").endsWith("/command");
    assertThat(SAID).anyMatch(line -> line.startsWith("PostgreSQL ready on 127.0.0.1:"));
    assertThat(SAID).anyMatch(line -> line.startsWith("provider-worker ready on 127.0.0.1:"));
    assertThat(stack.data().log(Service.COMMAND)).content().startsWith("Listening");
  }

  @Test
  void startsAServiceAgainThatWasKilled() {
    // Given
    long killed = stack.pid(Service.WORKER).orElseThrow();
    // When
    stack.kill(Service.WORKER);
    // Then
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(stack.pid(Service.WORKER)).isPresent().isNotEqualTo(killed));
    stack.awaitReady(Service.WORKER);
    assertThat(SAID).anyMatch(line -> line.startsWith("provider-worker ended"));
  }

  @Test
  void leavesAServiceStoppedUntilItIsStarted() {
    // Given
    stack.stop(Service.QUERY);
    boolean ranWhileStopped = stack.pid(Service.QUERY).isPresent();
    // When
    stack.start(Service.QUERY);
    stack.awaitReady(Service.QUERY);
    // Then
    assertThat(ranWhileStopped).isFalse();
    assertThat(stack.pid(Service.QUERY)).isPresent();
  }

  @Test
  void whicheverReplicaRunsIsAsked() throws Exception {
    // Given
    List<Replica> replicas =
        stack.replicas().stream().filter(each -> each.service() == Service.COMMAND).toList();
    assertThat(replicas)
        .extracting(Replica::title)
        .containsExactly("command-service", "command-service-2");
    for (Replica stopped : replicas) {
      // When
      stack.stop(stopped);
      // Then
      for (int i = 0; i < replicas.size(); i++) {
        assertThat(ask(stack, "POST").statusCode()).isEqualTo(200);
      }
      stack.start(stopped);
      stack.awaitReady(stopped);
    }
  }

  @Test
  void refusesASecondInstanceOnTheSameData() {
    // Given
    Settings second = Settings.withFreePorts(settings.root(), settings.data());
    // When, Then
    assertThatThrownBy(() -> LocalStack.start(second, SAID::add))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("Another Stillframe runs on the data folder")
        .hasMessageNotContaining("\n");
    assertThat(stack.pid(Service.QUERY)).isPresent();
  }

  static HttpResponse<String> ask(LocalStack stack, String method)
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
