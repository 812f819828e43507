package io.stillframe.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestDecoderTest {
  /** With the one field that every head must have. */
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
    SocketAddress service =
        Loopback.serve(
            vertx, 0, request -> request.end().onSuccess(whole -> request.response().end()));
    gateway = Gateway.start(Loopback.ANYWHERE, backend -> service);
    caller = new Socket(InetAddress.getByName(Loopback.HOST), gateway.port());
    caller.setSoTimeout(10_000);
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void aHundredFieldsAreTakenInEachHeadOfAConnection() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(ask(GET + SHORTEST.repeat(RequestDecoder.FIELDS - 1) + END))
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void oneMoreIsRefusedBeforeTheHeadIsWhole() throws Exception {
    // A line is known to be whole when the next one has begun.
    assertThat(ask(GET + SHORTEST.repeat(RequestDecoder.FIELDS + 1)))
        .isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
  }

  @Test
  void aHundredFieldsAreTakenAfterABody() throws Exception {
    assertThat(ask(CHUNKED + SHORTEST.repeat(RequestDecoder.FIELDS) + END))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void oneMoreAfterABodyEndsTheConnectionBeforeTheyAreWhole() throws Exception {
    // When
    write(CHUNKED + SHORTEST.repeat(RequestDecoder.FIELDS + 1));

    // Then
    assertThat(caller.getInputStream().readAllBytes()).isEmpty();
  }

  @Test
  void oneRequestMayWaitForTheOneBeforeItAndOneMoreIsTheLast() throws Exception {
    // When
    write((GET + END).repeat(4));

    // Then
    assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .matches("(?s)HTTP/1.1 200 OK.*HTTP/1.1 200 OK.*HTTP/1.0 400 Bad Request.*")
        .doesNotMatch("(?s)(.*200 OK){3}.*");
  }

  @Test
  void aBodyIsWelcomeBeforeItsAnswer() throws Exception {
    // Given
    assertThat(
            ask(
                "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n"
                    + END))
        .isEqualTo("HTTP/1.1 100 Continue");

    // When
    String answer = ask("a");

    // Then
    assertThat(answer).isEqualTo("HTTP/1.1 200 OK");
    assertThat(ask(GET + END)).isEqualTo("HTTP/1.1 200 OK");
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
