package io.stillframe.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VisitorsTest {
  private static final int MOST = 3;
  private static final Duration FIRST = Duration.ofMillis(300);
  private static final Duration NEXT = Duration.ofSeconds(2);

  /** The gateway looks once a second: between the two, and after both. */
  private static final int EARLY_MILLIS = 1_500;

  private static final int LATE_MILLIS = 3_500;

  /** After which a read fails. */
  private static final int LIMIT_MILLIS = 20_000;

  private final Vertx vertx = Vertx.vertx();
  private final Semaphore asked = new Semaphore(0);
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    SocketAddress service =
        Loopback.serve(
            vertx,
            0,
            request -> {
              asked.release();
              vertx.setTimer(LATE_MILLIS, timer -> request.response().end());
            });
    gateway = Gateway.start(Loopback.ANYWHERE, new Visitors(MOST, FIRST, NEXT), backend -> service);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void aFirstHeadThatComesByteByByteIsNotWaitedFor() throws Exception {
    // Given
    try (Socket dripping = connect()) {
      // When
      Thread.startVirtualThread(() -> drip(dripping));

      // Then
      assertThat(dripping.getInputStream().read()).isNegative();
    }
  }

  @Test
  void anotherHeadThatComesByteByByteIsNotWaitedFor() throws Exception {
    // Given
    try (Socket dripping = connect()) {
      assertThat(ask(dripping)).isEqualTo('H');

      // When
      Thread.startVirtualThread(() -> drip(dripping));

      // Then
      assertThat(dripping.getInputStream().read()).isNegative();
    }
  }

  @Test
  void whoeverWasAnsweredMayAskAgainLater() throws Exception {
    try (Socket slow = connect()) {
      // Given
      ask(slow);

      // When
      slow.setSoTimeout(EARLY_MILLIS);
      assertThatThrownBy(() -> slow.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      // Then
      assertThat(ask(slow)).isEqualTo('H');
    }
  }

  @Test
  void whoeverIsAnsweredLateIsWaitedFor() throws Exception {
    try (Socket waiting = connect()) {
      assertThat(ask(waiting, "/v1/snapshots")).isEqualTo('H');
    }
  }

  @Test
  void oneMoreTakesThePlaceOfWhoeverHasAskedForNothingTheLongest() throws Exception {
    // Given
    try (Socket first = connect();
        Socket second = connect();
        Socket third = connect()) {
      ask(second);
      ask(first);
      ask(third);

      // When
      try (Socket fourth = connect()) {
        // Then
        assertThat(ask(fourth)).isEqualTo('H');
        assertThat(second.getInputStream().read()).isNegative();
        assertThat(ask(first)).isEqualTo('H');
        assertThat(ask(third)).isEqualTo('H');
      }
    }
  }

  @Test
  void oneMoreIsSentAwayWhereAllWaitForAnswers() throws Exception {
    // Given
    try (Socket first = connect();
        Socket second = connect();
        Socket third = connect()) {
      for (Socket each : new Socket[] {first, second, third}) {
        write(each, head("/v1/snapshots"));
      }
      assertThat(asked.tryAcquire(MOST, 10, TimeUnit.SECONDS)).isTrue();

      // When
      try (Socket fourth = connect()) {
        // Then
        assertThat(fourth.getInputStream().read()).isNegative();
      }
      assertThat(first.getInputStream().read()).isEqualTo('H');
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName(Loopback.HOST), gateway.port());
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** For a page that the gateway answers itself. */
  private static int ask(Socket socket) throws IOException {
    return ask(socket, "/q/metrics");
  }

  /** Asks and reads the answer; returns its first byte. */
  private static int ask(Socket socket, String path) throws IOException {
    write(socket, head(path));
    byte[] answer = new byte[4096];
    return socket.getInputStream().read(answer) < 0 ? -1 : answer[0];
  }

  private static String head(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
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
