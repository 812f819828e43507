package io.stillframe.gateway;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallersNoiseTest {
  private static final int CALLERS = 20;
  private static final Logger ROOT = Logger.getLogger("");

  private final Vertx vertx = Vertx.vertx();
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    ROOT.addHandler(lines);
  }

  @AfterEach
  void close() throws Exception {
    ROOT.removeHandler(lines);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void callersThatLeaveInTheMiddleOfABodyFillNoLog() throws Exception {
    // Given
    CountDownLatch asked = new CountDownLatch(CALLERS);
    CountDownLatch left = new CountDownLatch(CALLERS);
    SocketAddress service =
        Loopback.serve(
            vertx,
            0,
            request -> {
              request.connection().closeHandler(ignored -> left.countDown());
              asked.countDown();
            });
    try (Gateway gateway = Gateway.start(Loopback.ANYWHERE, backend -> service)) {
      List<Socket> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Socket caller = new Socket(InetAddress.getByName(Loopback.HOST), gateway.port());
        caller
            .getOutputStream()
            .write(
                "POST /v1/snapshots HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf"
                    .getBytes(StandardCharsets.US_ASCII));
        callers.add(caller);
      }
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      // When
      for (Socket caller : callers) {
        caller.close();
      }

      // Then
      assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lines.seen).isEmpty();
  }

  private static final class Lines extends Handler {
    final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord line) {
      // A busy machine has Vert.x complain of its own threads.
      if (line.getLoggerName().matches("io\\.netty.*|io\\.vertx\\.core\\.(net|http).*")) {
        seen.add(line.getLoggerName() + ": " + line.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
