package io.stillframe.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;

/**
 * One address for the whole API: questions go to the query service, everything else to the command
 * service.
 */
public final class Gateway implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration STARTUP = Duration.ofSeconds(10);

  /** Callers may wait for an operation's end by the hundred, each on a connection of its own. */
  private static final int CONNECTIONS = 1024;

  /** More than the services take, so that they and not the gateway answer to what is too long. */
  private static final int HEAD_BYTES = 64 << 10;

  /** A second port, with TLS. */
  record Secure(int port, Additions.Tls tls) {}

  private final Vertx vertx;
  private final HttpServer server;

  private Gateway(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /**
   * Starts the gateway. The services need not run yet, nor all the time.
   *
   * @param port to listen on, 0 for any free one
   * @param services the port of each service
   */
  public static Gateway start(int port, ToIntFunction<Service> services) {
    return start(port, Optional.empty(), services);
  }

  static Gateway start(int port, Optional<Secure> secure, ToIntFunction<Service> services) {
    Vertx vertx = Vertx.vertx(options());
    HttpClient client = vertx.createHttpClient(clientOptions());
    HttpProxy proxy = proxy(client, services);
    GatewayPages pages = new GatewayPages(client, services);
    Handler<HttpServerRequest> handler =
        request -> {
          if (!pages.answers(request)) {
            proxy.handle(request);
          }
        };
    secure.ifPresent(with -> await(listen(vertx, serverOptions(with.tls()), handler, with.port())));
    return new Gateway(vertx, await(listen(vertx, serverOptions(), handler, port)));
  }

  private static Future<HttpServer> listen(
      Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler, int port) {
    return vertx.createHttpServer(options).requestHandler(handler).listen(port, HOST);
  }

  /** The port that the gateway listens on. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static HttpProxy proxy(HttpClient client, ToIntFunction<Service> services) {
    return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
        .originSelector(
            request ->
                Future.succeededFuture(
                    SocketAddress.inetSocketAddress(services.applyAsInt(target(request)), HOST)))
        .addInterceptor(new Unavailability(request -> target(request).module()));
  }

  private static Service target(HttpServerRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? Service.QUERY
        : Service.COMMAND;
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(2)
        .setWorkerPoolSize(2)
        .setInternalBlockingPoolSize(2)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  private static HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setMaxHeaderSize(HEAD_BYTES)
        .setMaxInitialLineLength(HEAD_BYTES)
        // As the services: longer than the longest wait for an answer.
        .setIdleTimeout((int) Duration.ofMinutes(3).toSeconds())
        // A client with a long body asks first; the service behind us is not asked.
        .setHandle100ContinueAutomatically(true);
  }

  private static HttpServerOptions serverOptions(Additions.Tls tls) {
    return serverOptions()
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()));
  }

  /**
   * No time limit on an answer: a caller who sent {@code Prefer: wait} gets one when the operation
   * ends.
   */
  private static HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setMaxPoolSize(CONNECTIONS)
        .setConnectTimeout((int) Duration.ofSeconds(2).toMillis())
        .setKeepAliveTimeout((int) Duration.ofSeconds(30).toSeconds())
        .setMaxHeaderSize(HEAD_BYTES);
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
