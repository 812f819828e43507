package io.stillframe.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VisitorsTest {
  private static final int MOST = 3;
  private static final int LATE_MILLIS = 2_500;

  /** After which a read fails. */
  private static final int LIMIT_MILLIS = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final Visitors visitors =
      new Visitors(MOST, Duration.ofMillis(500), Duration.ofSeconds(2));
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    UnderWay underWay = new UnderWay(visitors);
    server =
        vertx
            .createHttpServer(Gateway.serverOptions())
            .connectionHandler(visitors::admit)
            .requestHandler(underWay.counting(this::answer))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    vertx.setPeriodic(50, timer -> visitors.sweep());
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void aHeadThatComesByteByByteIsNotWaitedFor() throws Exception {
    // Given
    try (Socket dripping = connect()) {
      // When
      Thread.startVirtualThread(() -> drip(dripping));

      // Then
      assertThat(dripping.getInputStream().read()).isNegative();
    }
  }

  @Test
  void norIsTheNextOne() throws Exception {
    // Given
    try (Socket dripping = connect()) {
      ask(dripping, "/now");

      // When
      Thread.startVirtualThread(() -> drip(dripping));

      // Then
      assertThat(dripping.getInputStream().read()).isNegative();
    }
  }

  @Test
  void whoeverIsAnsweredLateIsWaitedFor() throws Exception {
    try (Socket waiting = connect()) {
      assertThat(ask(waiting, "/late")).isEqualTo('H');
    }
  }

  @Test
  void oneTooManyIsSentAwayUntilAnotherHasGone() throws Exception {
    // Given
    Socket first = connect();
    try (Socket second = connect();
        Socket third = connect()) {
      ask(first, "/now");
      ask(second, "/now");
      ask(third, "/now");

      // When
      try (Socket fourth = connect()) {
        // Then
        assertThat(fourth.getInputStream().read()).isNegative();
      }

      // When
      first.close();

      // Then
      assertThat(isServed()).isTrue();
    }
  }

  private boolean isServed() throws Exception {
    for (int tries = 0; tries < 20; tries++) {
      try (Socket another = connect()) {
        if (ask(another, "/now") == 'H') {
          return true;
        }
      }
    }
    return false;
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/late")) {
      vertx.setTimer(LATE_MILLIS, timer -> request.response().end());
    } else {
      request.response().end();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** Asks and reads the answer; returns its first byte. */
  private static int ask(Socket socket, String path) throws IOException {
    write(socket, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
    byte[] answer = new byte[4096];
    return socket.getInputStream().read(answer) < 0 ? -1 : answer[0];
  }

  private static void drip(Socket socket) {
    try {
      write(socket, "GET / HTTP/1.1\r\n");
      while (true) {
        write(socket, "X");
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      // It was closed.
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
