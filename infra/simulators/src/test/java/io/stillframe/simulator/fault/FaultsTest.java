package io.stillframe.simulator.fault;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatedCloud;
import io.stillframe.simulator.SimulatorTest;
import io.stillframe.simulator.ledger.CallEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Every kind of fault, on either cloud, seen from outside. */
class FaultsTest extends SimulatorTest {
  /** The clouds, and how each of their APIs is used for the same things. */
  enum Target {
    CLOUD_MC {
      @Override
      SimulatedCloud<?, ?> cloud() {
        return simulators.cloudMc();
      }

      @Override
      Reply make() throws IOException, InterruptedException {
        return create("any");
      }

      @Override
      Reply list() throws IOException, InterruptedException {
        return cloudMc.get(SNAPSHOTS);
      }

      @Override
      Reply get(String id) throws IOException, InterruptedException {
        return cloudMc.get(SNAPSHOTS + "/" + id);
      }

      @Override
      String items() {
        return "/data";
      }
    },
    SCALEWAY {
      @Override
      SimulatedCloud<?, ?> cloud() {
        return simulators.scaleway();
      }

      @Override
      Reply make() throws IOException, InterruptedException {
        return createLegacy("any");
      }

      @Override
      Reply list() throws IOException, InterruptedException {
        return scaleway.get("/snapshots");
      }

      @Override
      Reply get(String id) throws IOException, InterruptedException {
        return scaleway.get("/snapshots/" + id);
      }

      @Override
      String items() {
        return "/snapshots";
      }
    };

    abstract SimulatedCloud<?, ?> cloud();

    abstract Reply make() throws IOException, InterruptedException;

    abstract Reply list() throws IOException, InterruptedException;

    abstract Reply get(String id) throws IOException, InterruptedException;

    abstract String items();

    int count() throws IOException, InterruptedException {
      return list().at(items()).size();
    }

    void strikeOnce(Fault fault) {
      cloud().faults(fault.on("POST", "**/snapshots").times(1));
    }

    CallEntry lastCall() {
      return cloud().ledger().calls().getLast();
    }
  }

  @ParameterizedTest
  @EnumSource
  void delayComesBeforeTheWork(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.DELAY).after(Duration.ofMillis(150)));
    long begun = System.nanoTime();
    // When
    Reply reply = target.make();
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(149));
    assertThat(reply.status()).isBetween(200, 201);
    assertThat(target.lastCall().fault()).isEqualTo(FaultKind.DELAY);
    assertThat(target.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void throttleHasNeitherHeaderNorBodyUnlessAsked(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.THROTTLE));
    // When
    Reply reply = target.make();
    // Then
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.header("Retry-After")).isEmpty();
    assertThat(target.count()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void throttleTellsWhenToComeBack(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.THROTTLE).withRetryAfter(7L).withBody(true));
    // When
    Reply reply = target.make();
    // Then
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isEqualTo("7");
    assertThat(reply.json().isObject()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void errorDoesNothing(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.ERROR).withStatus(503));
    // When
    Reply reply = target.make();
    // Then
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().isObject()).isTrue();
    assertThat(target.lastCall().status()).isEqualTo(503);
    assertThat(target.count()).isZero();
    assertThat(target.make().status()).isBetween(200, 201);
  }

  @ParameterizedTest
  @EnumSource
  void resetDoesNothing(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.RESET));
    // When
    assertThatThrownBy(target::make).isInstanceOf(IOException.class);
    // Then
    assertThat(target.lastCall().status()).isNull();
    assertThat(target.lastCall().fault()).isEqualTo(FaultKind.RESET);
    assertThat(target.count()).isZero();
  }

  @Test
  void resetIsNoOrderlyEnd() throws Exception {
    // Given
    simulators.cloudMc().faults(Fault.of(FaultKind.RESET));
    try (Socket socket = new Socket("127.0.0.1", simulators.cloudMc().port())) {
      String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
      // When
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      // Then
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @ParameterizedTest
  @EnumSource
  void lostAnswerHasDoneTheWork(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.LOST_ANSWER));
    // When
    assertThatThrownBy(target::make).isInstanceOf(IOException.class);
    // Then
    assertThat(target.lastCall().status()).isNull();
    assertThat(target.count()).isEqualTo(1);
    assertThat(target.cloud().ledger().objects().getFirst().call())
        .isEqualTo(target.cloud().ledger().calls().getFirst().number());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMadeShowsLate(Target target) throws Exception {
    // Given
    Duration late = Duration.ofSeconds(2);
    target.strikeOnce(Fault.of(FaultKind.LATE_VISIBILITY).after(late));
    // When
    Reply reply = target.make();
    // Then
    assertThat(reply.status()).isBetween(200, 201);
    String id = target.cloud().ledger().objects().getFirst().id();
    pass(late.minusMillis(1));
    assertThat(target.count()).isZero();
    assertThat(target.get(id).status()).isEqualTo(404);
    pass(Duration.ofMillis(1));
    assertThat(target.count()).isEqualTo(1);
    assertThat(target.get(id).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMadeVanishes(Target target) throws Exception {
    // Given
    Duration life = Duration.ofSeconds(2);
    target.strikeOnce(Fault.of(FaultKind.VANISH).after(life));
    // When
    target.make();
    // Then
    assertThat(target.count()).isEqualTo(1);
    pass(life);
    assertThat(target.count()).isZero();
    assertThat(target.cloud().ledger().objects())
        .extracting(object -> object.change())
        .containsExactly(Change.CREATED, Change.VANISHED);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNamedVanishes(Target target) throws Exception {
    // Given
    target.make();
    String id = target.cloud().ledger().objects().getFirst().id();
    target.cloud().faults(Fault.of(FaultKind.VANISH).on("GET", "**/snapshots/*"));
    // When
    Reply reply = target.get(id);
    // Then
    assertThat(reply.status()).isEqualTo(404);
    assertThat(target.count()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStuckNeverEnds(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.STUCK_TASK));
    target.make();
    // When
    pass(Duration.ofMinutes(29));
    // Then
    assertThat(target.list().at(target.items() + "/0/state").asText())
        .isIn("BackingUp", "snapshotting");
    assertThat(target.make().status()).isIn(400, 409);
  }

  @Test
  void stuckTaskStaysPending() throws Exception {
    // Given
    Target.CLOUD_MC.strikeOnce(Fault.of(FaultKind.STUCK_TASK));
    Reply begun = create("stuck");
    pass(Duration.ofMinutes(29));
    // When
    Reply task = cloudMc.get("/api/v2/tasks/" + begun.at("/taskId").asText());
    // Then
    assertThat(task.at("/taskStatus").asText()).isEqualTo("PENDING");
  }

  @Test
  void stuckDeletionStaysDestroying() throws Exception {
    // Given
    create("any");
    pass(COPY);
    String id = cloudMc.get(SNAPSHOTS).at("/data/0/id").asText();
    simulators.cloudMc().faults(Fault.of(FaultKind.STUCK_TASK).on("DELETE", "**"));
    // When
    cloudMc.delete(SNAPSHOTS + "/" + id);
    // Then
    pass(Duration.ofHours(1));
    assertThat(cloudMc.get(SNAPSHOTS).at("/data/0/state").asText()).isEqualTo("Destroying");
  }

  @ParameterizedTest
  @EnumSource
  void malformedAnswerIsHalfOfTheJson(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.MALFORMED));
    // When
    Reply reply = target.make();
    // Then
    assertThat(reply.status()).isBetween(200, 201);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.text()).startsWith("{").doesNotEndWith("}");
    assertThatThrownBy(reply::json).isInstanceOf(IllegalArgumentException.class);
    assertThat(target.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void halfOpenConnectionNeverAnswers(Target target) throws Exception {
    // Given
    target.strikeOnce(Fault.of(FaultKind.HALF_OPEN));
    boolean isCloudMc = target == Target.CLOUD_MC;
    var impatient = (isCloudMc ? cloudMc : scaleway).within(Duration.ofSeconds(1));
    // When
    assertThatThrownBy(() -> impatient.post(isCloudMc ? SNAPSHOTS : "/snapshots", "{}"))
        .isInstanceOf(HttpTimeoutException.class);
    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(target.cloud().ledger().calls())
                    .extracting(CallEntry::fault)
                    .containsExactly(FaultKind.HALF_OPEN));
    assertThat(target.count()).isZero();
  }

  @Test
  void scalewayBreaksInTheWordsOfTheGenerationThatIsAsked() throws Exception {
    // Given
    simulators.scaleway().faults(Fault.of(FaultKind.ERROR));
    // When
    Reply legacy = scaleway.get("/snapshots");
    Reply instance = scaleway.get(ZONE + "/snapshots");
    // Then
    assertThat(Map.of("legacy", legacy.at("/type").asText(), "v1", instance.at("/type").asText()))
        .isEqualTo(Map.of("legacy", "api_error", "v1", "internal"));
  }
}
