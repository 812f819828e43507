package io.stillframe.gateway;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.function.Function;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/**
 * Connections to the services.
 *
 * @param services where each is, asked anew for every try
 */
record Connections(HttpClient client, Function<Backend, SocketAddress> services) {
  /**
   * What tries at the addresses of a service may cost. The turn of addresses is all requests': of
   * eight at once, one came upon the address that refuses three times.
   */
  private static final int PATIENCE = 12;

  /** Of a try that nobody answers, which takes two seconds. */
  private static final int COST_OF_SILENCE = 4;

  /** A request that goes to the service, at whichever of its addresses takes one. */
  Future<HttpClientRequest> to(Backend service) {
    return connect(service, PATIENCE);
  }

  /** Nothing was sent while there was no connection, so it may be tried again. */
  private Future<HttpClientRequest> connect(Backend service, int patience) {
    return client
        .request(once(service))
        .recover(
            failure -> {
              int left = patience - cost(failure);
              return left > 0 ? connect(service, left) : Future.failedFuture(failure);
            });
  }

  private static int cost(Throwable failure) {
    return switch (failure) {
      case ConnectTimeoutException _ -> COST_OF_SILENCE;
      case ConnectException _, NoRouteToHostException _ -> 1;
      // The next address is no better.
      case UnknownHostException _, ConnectionPoolTooBusyException _ -> PATIENCE;
      default -> COST_OF_SILENCE;
    };
  }

  /** What reaches one address of the service; by its name too, which its certificate must have. */
  RequestOptions once(Backend service) {
    SocketAddress address = services.apply(service);
    return new RequestOptions().setServer(address).setHost(address.host()).setPort(address.port());
  }
}
