package io.stillframe.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestDecoderTest {
  private static final String HOST = "127.0.0.1";

  /** One is needed in every head. */
  private static final String GET = "GET /v1/snapshots HTTP/1.1\r\nHost: x\r\n";

  private static final String CHUNKED =
      "POST /v1/snapshots HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";

  private static final String SHORTEST = "a:\r\n";
  private static final String END = "\r\n";

  private final Vertx vertx = Vertx.vertx();
  private Gateway gateway;
  private Socket caller;

  @BeforeEach
  void start() throws Exception {
    HttpServer service =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.end().onSuccess(whole -> request.response().end()))
            .listen(0, HOST)
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    gateway =
        Gateway.start(
            new Gateway.Listening(HOST, 0, Optional.empty()),
            backend -> SocketAddress.inetSocketAddress(service.actualPort(), HOST));
    caller = new Socket(InetAddress.getByName(HOST), gateway.port());
    caller.setSoTimeout(10_000);
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void aHundredLinesAreTakenInEachHeadOfAConnection() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(ask(GET + SHORTEST.repeat(RequestDecoder.LINES - 1) + END))
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void oneMoreIsRefusedBeforeTheHeadIsWhole() throws Exception {
    // A line is known to be whole when the next one has begun.
    assertThat(ask(GET + SHORTEST.repeat(RequestDecoder.LINES + 1)))
        .isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
  }

  @Test
  void aHundredLinesAreTakenAfterABody() throws Exception {
    assertThat(ask(CHUNKED + SHORTEST.repeat(RequestDecoder.LINES) + END))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void oneMoreAfterABodyEndsTheConnectionBeforeTheyAreWhole() throws Exception {
    // When
    write(CHUNKED + SHORTEST.repeat(RequestDecoder.LINES + 1));

    // Then
    assertThat(caller.getInputStream().readAllBytes()).isEmpty();
  }

  /** Returns the answer's first line. */
  private String ask(String request) throws IOException {
    write(request);
    BufferedReader answer =
        new BufferedReader(
            new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
    String first = answer.readLine();
    for (String line = first; line != null && !line.isEmpty(); line = answer.readLine()) {
      // The rest of the head. No answer here has a body.
    }
    return first;
  }

  private void write(String text) throws IOException {
    caller.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
