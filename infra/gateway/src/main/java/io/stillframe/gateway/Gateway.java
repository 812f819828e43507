package io.stillframe.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;

/**
 * One address for the whole API: questions go to the query service, everything else to the command
 * service.
 */
public final class Gateway implements AutoCloseable {
  /** On a machine that starts all else at the same moment, loading its classes takes seconds. */
  private static final Duration STARTUP = Duration.ofSeconds(30);

  private static final Duration FIRST_HEAD = Duration.ofSeconds(15);

  private static final long SWEEP_MILLIS = 1_000;

  /**
   * A second port, with TLS.
   *
   * @param certificate a PEM file
   * @param key a PEM file
   */
  public record Secure(int port, Path certificate, Path key) {}

  /**
   * Where the gateway listens.
   *
   * @param port 0 for any free one
   */
  public record Listening(String host, int port, Optional<Secure> secure) {}

  private final Vertx vertx;
  private final HttpServer server;
  private final UnderWay underWay;

  private Gateway(Vertx vertx, HttpServer server, UnderWay underWay) {
    this.vertx = vertx;
    this.server = server;
    this.underWay = underWay;
  }

  /**
   * Starts the gateway. The services need not run yet, nor all the time. It speaks plain HTTP to
   * them.
   *
   * @param services where each service is, asked anew for every request
   */
  public static Gateway start(Listening at, Function<Backend, SocketAddress> services) {
    return start(at, usual(), services);
  }

  /**
   * The same with TLS to the services.
   *
   * @param authority a PEM file: whose certificates are trusted, if they are of the service's name
   */
  public static Gateway start(
      Listening at, Path authority, Function<Backend, SocketAddress> services) {
    HttpClientOptions options =
        GatewayOptions.toServices()
            .setSsl(true)
            .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString()));
    return start(at, options, usual(), services);
  }

  private static Visitors usual() {
    return new Visitors(GatewayOptions.VISITORS, FIRST_HEAD, GatewayOptions.NEXT_HEAD);
  }

  /** The same with other patience. */
  static Gateway start(Listening at, Visitors visitors, Function<Backend, SocketAddress> services) {
    return start(at, GatewayOptions.toServices(), visitors, services);
  }

  private static Gateway start(
      Listening at,
      HttpClientOptions clientOptions,
      Visitors visitors,
      Function<Backend, SocketAddress> services) {
    CallersNoise.silence();
    Vertx vertx = Vertx.vertx(GatewayOptions.process());
    Connections connections = new Connections(vertx.createHttpClient(clientOptions), services);
    HttpProxy proxy = proxy(connections);
    GatewayPages pages = new GatewayPages(connections);
    vertx.setPeriodic(SWEEP_MILLIS, timer -> visitors.sweep());
    UnderWay underWay = new UnderWay(visitors);
    Handler<HttpServerRequest> handler =
        underWay.counting(
            request -> {
              if (!pages.answers(request)) {
                proxy.handle(request);
              }
            });
    Function<HttpServerOptions, HttpServer> servers =
        options -> server(vertx.createHttpServer(options), visitors, handler);
    try {
      at.secure()
          .ifPresent(
              secure -> {
                KeyCertOptions certificate = ShownCertificate.following(secure, vertx);
                HttpServer server = servers.apply(GatewayOptions.toCallers(certificate));
                await(server.listen(secure.port(), at.host()));
              });
      HttpServer plain = servers.apply(GatewayOptions.toCallers());
      return new Gateway(vertx, await(plain.listen(at.port(), at.host())), underWay);
    } catch (RuntimeException e) {
      // Its threads would keep a process alive that listens nowhere.
      vertx.close();
      throw e;
    }
  }

  private static HttpServer server(
      HttpServer server, Visitors visitors, Handler<HttpServerRequest> handler) {
    return server
        .connectionHandler(
            connection -> {
              visitors.admit(connection);
              RequestDecoder.readFor(connection);
            })
        .requestHandler(handler)
        .invalidRequestHandler(Gateway::refuse);
  }

  /** The connection is closed afterwards, and whoever keeps it has to know. */
  private static void refuse(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }

  /** The port that the gateway listens on. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Sends callers elsewhere and waits for what is under way; it listens until it is closed.
   *
   * @param atLeast in which callers that keep a connection are told, with their next answer
   * @param atMost after which what is under way is given up
   */
  public void leave(Duration atLeast, Duration atMost) throws InterruptedException {
    underWay.leave(atLeast, atMost);
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static HttpProxy proxy(Connections connections) {
    return HttpProxy.reverseProxy(
            new ProxyOptions().setSupportWebSocket(false), connections.client())
        .originRequestProvider((request, client) -> connections.to(target(request)))
        .addInterceptor(new Unavailability(request -> target(request).title()));
  }

  private static Backend target(HttpServerRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? Backend.QUERY
        : Backend.COMMAND;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(STARTUP.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The gateway did not start or stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in the gateway", e);
    }
  }
}
