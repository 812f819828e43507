package io.stillframe.gateway;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** A service, for tests that need one of whatever kind behind the gateway. */
final class OneService {
  static final String HOST = "127.0.0.1";

  private OneService() {}

  /** Returns its address. It ends with Vert.x. */
  static SocketAddress start(Vertx vertx, Handler<HttpServerRequest> handler) throws Exception {
    HttpServer service =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(0, HOST)
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    return SocketAddress.inetSocketAddress(service.actualPort(), HOST);
  }
}
