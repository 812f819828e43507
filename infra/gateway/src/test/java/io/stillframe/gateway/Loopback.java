package io.stillframe.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** Where gateways and services of tests are. */
final class Loopback {
  static final String HOST = "127.0.0.1";

  /** Any port that is free. */
  static final Gateway.Listening ANYWHERE = new Gateway.Listening(HOST, 0, Optional.empty());

  private Loopback() {}

  static SocketAddress at(int port) {
    return SocketAddress.inetSocketAddress(port, HOST);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts a service, which ends with Vert.x, and returns its address.
   *
   * @param port 0 for any that is free
   */
  static SocketAddress serve(Vertx vertx, int port, Handler<HttpServerRequest> handler)
      throws Exception {
    HttpServer service =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(port, HOST)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return at(service.actualPort());
  }
}
