package io.stillframe.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Callers that hold connections, or send what is made to cost: others notice nothing of it. */
@SharedStack
@Tag("long")
class SlowCallersIT {
  private static final int CONNECTIONS = 500;
  private static final int BODIES = 500;
  private static final int STRANGERS = 1500;
  private static final byte[] ALL_BUT_ONE_BYTE =
      " ".repeat((int) MIB - 2).getBytes(StandardCharsets.US_ASCII);
  private static final Duration BODY_LIMIT = Duration.ofSeconds(10);

  private final Stack stack;
  private final Api api;
  private final TestVolume volume;

  SlowCallersIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.volume = stack.randomVolume(MIB / 4);
  }

  @Test
  void manySlowAndIdleConnectionsStopNobody() throws IOException, InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    try {
      // Given
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = new Socket("127.0.0.1", stack.running().gatewayPort());
        sockets.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write(head(1000, "local-operator"));
        }
      }
      // When
      long asked = System.nanoTime();
      api.available(volume, Map.of());
      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
      // When
      Socket slow = sockets.getFirst();
      String answer = answerWhileSending(slow);
      // Then
      assertThat(answer).contains("408").contains("urn:stillframe:problem:body-too-slow");
    } finally {
      leave(sockets);
    }
  }

  /** More than a gateway has connections to a service; a stranger is not waited for. */
  @Test
  void strangersWithSlowBodiesStopNobody() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      // Given
      for (int i = 0; i < STRANGERS; i++) {
        Socket socket = new Socket("127.0.0.1", stack.running().gatewayPort());
        sockets.add(socket);
        socket.getOutputStream().write(head(1000, "nobody"));
      }
      // When
      long asked = System.nanoTime();
      Answer answer = api.create(volume);
      // Then
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(8));
      assertThat(firstLine(sockets.getFirst())).contains(" 401 ");
    } finally {
      leave(sockets);
    }
  }

  /** All of them together are more than the service's memory; those of strangers are not kept. */
  @ParameterizedTest
  @ValueSource(strings = {"nobody", "local-operator"})
  void bodiesThatAreNeverWholeDoNotTakeTheMemory(String key) throws Exception {
    // Given
    String[] refusals =
        key.equals("nobody") ? new String[] {" 401 ", " 503 "} : new String[] {" 408 ", " 503 "};
    OptionalLong before = stack.running().pid(Service.COMMAND);
    // When
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          IntStream.range(0, BODIES)
              .mapToObj(i -> threads.submit(() -> sendAllButOneByte(key)))
              .toList();
      awaitAccepted();
      for (Future<String> answer : answers) {
        assertThat(answer.get()).startsWith("HTTP/1.1 ").containsAnyOf(refusals);
      }
    }
    // Then
    awaitAccepted();
    assertThat(stack.running().pid(Service.COMMAND)).isEqualTo(before);
  }

  /**
   * Returns when the gateway has closed them too: it has places for so many, and a caller of the
   * next test who has not asked yet would have to make room for these.
   */
  private static void leave(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      try {
        socket.shutdownOutput();
      } catch (IOException e) {
        // It has been ended already.
      }
    }
    for (Socket socket : sockets) {
      try (socket) {
        socket.setSoTimeout((int) BODY_LIMIT.toMillis());
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (SocketException e) {
        // The same.
      }
    }
  }

  private void awaitAccepted() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> api.create(volume).status(), status -> status == 202);
  }

  /** The answer's first line. */
  private String sendAllButOneByte(String key) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", stack.running().gatewayPort())) {
      socket.setSoTimeout((int) BODY_LIMIT.multipliedBy(3).toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(head((int) MIB, key));
      out.write(ALL_BUT_ONE_BYTE);
      out.flush();
      return firstLine(socket);
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  @Test
  void bodiesMadeToCostAreRefused() {
    String deep = "[".repeat(1000) + "]".repeat(1000);
    String wide =
        IntStream.range(0, 60_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    String huge =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    String twice = "{\"name\":\"a\",\"name\":\"b\"}";
    for (String body : List.of(deep, "{\"labels\":" + deep + "}", wide, twice)) {
      Answer answer = api.post("/v1/snapshots", body);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    }
    assertThat(api.post("/v1/snapshots", huge).status()).isEqualTo(413);
    assertThat(api.post("/v1/snapshots", "{\"labels\":" + wide + "}").status()).isIn(400, 422);
  }

  private static byte[] head(int length, String key) {
    return """
        POST /v1/snapshots HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d

        {"""
        .formatted(key, length)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a blank now and then, as somebody would who wants to keep the connection. */
  private static String answerWhileSending(Socket socket) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    long end = System.nanoTime() + BODY_LIMIT.multipliedBy(3).toNanos();
    while (in.available() == 0 && System.nanoTime() < end) {
      out.write(' ');
      out.flush();
      TimeUnit.MILLISECONDS.sleep(200);
    }
    TimeUnit.MILLISECONDS.sleep(200);
    byte[] read = in.readNBytes(in.available());
    return new String(read, StandardCharsets.UTF_8);
  }
}
