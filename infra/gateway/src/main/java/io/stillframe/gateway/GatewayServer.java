package io.stillframe.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.vertx.core.net.SocketAddress;

/** The gateway as a process of its own. */
public final class GatewayServer {
  private static final int PORT = 8080;
  private static final int TLS_PORT = 8443;

  /** In which nobody sends new callers any more, and those who are here ask once more. */
  private static final Duration LAST_CALL = Duration.ofSeconds(5);

  /** A caller may wait a minute for an operation's end. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(65);

  private GatewayServer() {}

  /**
   * Runs until SIGTERM. The environment says where the services are ({@code COMMAND_URL}, {@code
   * WORKER_URL}, {@code QUERY_URL}; with {@code https} at all of them it trusts the certificates of
   * {@code TLS_AUTHORITY}) and, for TLS, where the PEM files are ({@code TLS_CERTIFICATE}, {@code
   * TLS_KEY}). It listens on all interfaces, at 8080 and with TLS at 8443.
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws InterruptedException {
    Map<Backend, URI> urls = new EnumMap<>(Backend.class);
    for (Backend backend : Backend.values()) {
      urls.put(backend, URI.create(required(backend.name() + "_URL")));
    }
    long encrypted = urls.values().stream().filter(GatewayServer::isEncrypted).count();
    if (encrypted > 0 && encrypted < urls.size()) {
      throw new IllegalArgumentException("all services must be https, or none");
    }
    Function<Backend, SocketAddress> services =
        backend -> address(Optional.ofNullable(urls.get(backend)).orElseThrow());
    Optional<Gateway.Secure> secure =
        Optional.ofNullable(System.getenv("TLS_CERTIFICATE"))
            .map(file -> new Gateway.Secure(TLS_PORT, Path.of(file), Path.of(required("TLS_KEY"))));
    Gateway.Listening at = new Gateway.Listening("0.0.0.0", PORT, secure);
    Gateway gateway =
        encrypted == 0
            ? Gateway.start(at, services)
            : Gateway.start(at, Path.of(required("TLS_AUTHORITY")), services);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  leave(gateway);
                  stopped.countDown();
                }));
    System.out.println("The gateway listens");
    stopped.await();
  }

  private static void leave(Gateway gateway) {
    try (gateway) {
      gateway.leave(LAST_CALL, LONGEST_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(variable + " is not set");
    }
    return value;
  }

  private static boolean isEncrypted(URI url) {
    return "https".equals(url.getScheme());
  }

  private static SocketAddress address(URI url) {
    int usual = isEncrypted(url) ? 443 : 80;
    return SocketAddress.inetSocketAddress(
        url.getPort() < 0 ? usual : url.getPort(), url.getHost());
  }
}
