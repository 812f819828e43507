package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.f4b6a3.uuid.UuidCreator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;
import io.stillframe.local.Replica;
import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three workers, two command services and two query services on one Kafka and one PostgreSQL. Over
 * 200 lines because all of it shares this stack, which takes long to start.
 */
@Tag("replicas")
@Timeout(600)
class ReplicasIT {
  private static final Path ROOT =
      Path.of(System.getProperty("stillframe.root", "../..")).toAbsolutePath().normalize();

  private static final int WORKERS = 3;

  /** Of each provider. More would keep this machine busy with asking. */
  private static final int CALLERS_OF_EACH = 1;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Fleet fleet;
  private static Clouds clouds;
  private static List<Target> targets;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    fleet =
        new Fleet(
            ROOT,
            folder,
            // Nothing is to end by its deadline here, however slow this machine is.
            World.configuration().stream()
                .filter(line -> !line.startsWith("stillframe.deadline"))
                .toList(),
            Map.of(Service.WORKER, WORKERS, Service.COMMAND, 2, Service.QUERY, 2));
    clouds = new Clouds(fleet);
    clouds.quick();
    targets =
        World.prepare(fleet, 1).stream()
            .filter(each -> each.organization().equals(World.FIRST))
            .collect(Collectors.groupingBy(Target::provider))
            .values()
            .stream()
            .flatMap(ofProvider -> ofProvider.stream().limit(CALLERS_OF_EACH))
            .toList();
    api = World.api(fleet, World.FIRST);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void workersShareTheWorkAndEveryCallIsMadeOnce() throws Exception {
    // Given
    List<Long> ended = ended();
    Clouds.Asked before = clouds.asked();

    // When
    Asking asking = new Asking(api, targets);
    asking.during(
        () ->
            Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                    () -> {
                      List<Long> now = ended();
                      for (int worker = 0; worker < now.size(); worker++) {
                        assertThat(now.get(worker)).isGreaterThan(ended.get(worker) + 3);
                      }
                    }));

    // Then
    asking.assertEveryoneWasServed();
    assertThat(clouds.asked().since(before)).isEqualTo(asking.ofClouds());
  }

  /** As upgrades do it: some of each service are asked to stop (SIGTERM), then the others. */
  @Test
  void aRollingRestartUnderLoadFailsNoRequestAndLosesNothing() throws Exception {
    // Given
    Clouds.Asked before = clouds.asked();
    Asking asking = new Asking(api, targets);

    // When
    asking.during(
        () -> {
          restart(number -> number == 1);
          restart(number -> number > 1);
        });

    // Then
    asking.assertEveryoneWasServed();
    assertThat(clouds.asked().since(before)).isEqualTo(asking.ofClouds());
  }

  /** Whoever keeps a connection to it learns that it goes before it is gone. */
  @Test
  void aProcessThatIsToldToEndSaysWithEachAnswerThatItIsTheLastOnItsConnection() throws Exception {
    // Given
    Replica leaving = fleet.replicas(Service.QUERY).getFirst();
    assertThat(connectionAfter(leaving, "/q/health/live")).isNotEqualTo("close");

    // When
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // An id that may be on its way is waited for, longer than the process answers others.
      Future<String> held =
          threads.submit(
              () -> connectionAfter(leaving, "/v1/snapshots/" + UuidCreator.getTimeOrderedEpoch()));
      Awaitility.await().during(Duration.ofMillis(500)).until(() -> !held.isDone());
      Future<?> restarted = threads.submit(() -> restart(leaving));

      // Then
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> connectionAfter(leaving, "/q/health/live"), "close"::equals);
      assertThat(held).isNotDone();
      assertThat(held.get()).isEqualTo("close");
      await(restarted);
    }
  }

  /** Asks a process, and returns what becomes of the connection. */
  private static String connectionAfter(Replica replica, String path) throws IOException {
    URL address = URI.create("http://127.0.0.1:%d%s".formatted(replica.port(), path)).toURL();
    HttpURLConnection connection = (HttpURLConnection) address.openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + World.keyOf(World.FIRST));
    boolean good = connection.getResponseCode() < 400;
    try (InputStream answer = good ? connection.getInputStream() : connection.getErrorStream()) {
      answer.readAllBytes();
    }
    return String.valueOf(connection.getHeaderField("Connection"));
  }

  @Test
  void withoutCommandServicesWhatWasAcceptedIsDoneAndRequestsAreTakenWhenTheyAreBack() {
    // Given
    List<Answer> accepted = targets.stream().map(ReplicasIT::create).toList();
    assertThat(accepted).extracting(Answer::status).containsOnly(202);

    // When
    scale(Service.COMMAND, false);

    // Then
    assertUnavailable(create(targets.getFirst()));
    accepted.forEach(ReplicasIT::assertSucceeds);

    // When
    scale(Service.COMMAND, true);

    // Then
    assertSucceeds(create(targets.getFirst()));
  }

  @Test
  void withoutWorkersAndQueryServicesRequestsAreTakenAndAreDoneWhenTheyAreBack() {
    // Given
    scale(Service.WORKER, false);
    scale(Service.QUERY, false);

    // When
    List<Answer> accepted = targets.stream().map(ReplicasIT::create).toList();

    // Then
    assertThat(accepted).extracting(Answer::status).containsOnly(202);
    assertUnavailable(api.get("/v1/snapshots/" + accepted.getFirst().snapshotId()));

    // When
    scale(Service.QUERY, true);

    // Then
    for (Answer each : accepted) {
      assertThat(Api.expect(200, api.get("/v1/operations/" + each.operationId())).text("status"))
          .isEqualTo("running");
    }

    // When
    scale(Service.WORKER, true);

    // Then
    accepted.forEach(ReplicasIT::assertSucceeds);
  }

  /** Those processes of each service, while the others work. */
  private static void restart(IntPredicate numbers) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      fleet.local().replicas().stream()
          .filter(replica -> numbers.test(replica.number()))
          .map(replica -> threads.submit(() -> restart(replica)))
          .toList()
          .forEach(ReplicasIT::await);
    }
  }

  private static void restart(Replica replica) {
    fleet.local().stop(replica);
    fleet.local().start(replica);
    fleet.local().awaitReady(replica);
  }

  private static void await(Future<?> restarted) {
    try {
      restarted.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void scale(Service service, boolean up) {
    List<Replica> replicas = fleet.replicas(service);
    replicas.forEach(up ? fleet.local()::start : fleet.local()::stop);
    if (up) {
      replicas.forEach(fleet.local()::awaitReady);
    }
  }

  /** How many operations each worker has ended. */
  private static List<Long> ended() {
    return fleet.replicas(Service.WORKER).stream().map(ReplicasIT::ended).toList();
  }

  private static long ended(Replica worker) {
    Path log = fleet.local().data().root().resolve("logs").resolve(worker.title() + ".log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("Operation ended")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer create(Target target) {
    return Asking.create(api, target, UUID.randomUUID().toString());
  }

  private static void assertSucceeds(Answer accepted) {
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
  }
}
