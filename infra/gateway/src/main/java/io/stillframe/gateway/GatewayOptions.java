package io.stillframe.gateway;

import java.time.Duration;

import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;

/** How Vert.x is set, and why. */
final class GatewayOptions {
  /** A head of 16 KiB takes 33 KB, and each may have one held and one that waits. */
  static final int VISITORS = 1536;

  /**
   * Whose request waits for a connection, or for its being made: Vert.x counts both. Every visitor
   * may, and as many who have left meanwhile.
   */
  private static final int WAITING = 2 * VISITORS;

  /** Callers may wait for an operation's end by the hundred, each on a connection of its own. */
  private static final int CONNECTIONS = 1024;

  /**
   * No more than the services take: one that refuses a head ends its connection without having said
   * so, and the next request on it, of another caller, would come to nothing.
   */
  static final int ADDRESS_BYTES = 8 << 10;

  static final int HEADER_BYTES = 16 << 10;

  /** Of answers. */
  private static final int ANSWER_HEADER_BYTES = 64 << 10;

  /** As the services: longer than the longest wait for an answer. */
  static final Duration NEXT_HEAD = Duration.ofMinutes(3);

  /**
   * How long a connection to a service may be idle. A service that is told to end answers for five
   * seconds yet and ends each connection with its answer; those that nobody used are gone by then,
   * so that none is ended while a request is on its way.
   */
  private static final Duration KEPT = Duration.ofSeconds(2);

  /** Who has not shown himself by then is no visitor, and not counted among them. */
  private static final long HANDSHAKE_SECONDS = 5;

  /** Containers come and go behind one name. */
  private static final int NAME_SECONDS = 1;

  private GatewayOptions() {}

  static VertxOptions process() {
    return new VertxOptions()
        .setEventLoopPoolSize(2)
        .setWorkerPoolSize(2)
        .setInternalBlockingPoolSize(2)
        .setAddressResolverOptions(
            new AddressResolverOptions()
                .setRoundRobinInetAddress(true)
                .setCacheMaxTimeToLive(NAME_SECONDS))
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  static HttpServerOptions toCallers() {
    return new HttpServerOptions()
        // Whoever might speak HTTP/2 without TLS would be no visitor until he has spoken.
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) NEXT_HEAD.toSeconds())
        // A client with a long body asks first; the service behind us is not asked.
        .setHandle100ContinueAutomatically(true);
  }

  static HttpServerOptions toCallers(KeyCertOptions certificate) {
    return toCallers()
        .setSsl(true)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setKeyCertOptions(certificate);
  }

  /**
   * No time limit on an answer: a caller who sent {@code Prefer: wait} gets one when the operation
   * ends.
   */
  static HttpClientOptions toServices() {
    return new HttpClientOptions()
        .setMaxPoolSize(CONNECTIONS)
        // Who finds no place among those that wait for a connection is told to come again.
        .setMaxWaitQueueSize(WAITING)
        .setConnectTimeout((int) Duration.ofSeconds(2).toMillis())
        .setKeepAliveTimeout((int) KEPT.toSeconds())
        .setMaxHeaderSize(ANSWER_HEADER_BYTES);
  }
}
