package io.stillframe.gateway;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What libraries say of callers that go before their answer came. Callers can have it said as often
 * as they like (3,000 of them wrote 8 MB), and nobody can do anything about it; what it means for a
 * request, {@link Unavailability} answers.
 */
final class CallersNoise {
  /** Kept, because a logger that nobody holds forgets its level. */
  private static final List<Logger> OF_CONNECTIONS =
      List.of(
          Logger.getLogger("io.vertx.core.http.impl.HttpClientRequestImpl"),
          Logger.getLogger("io.vertx.core.net.impl.ConnectionBase"));

  /** It tells of exceptions in our own handlers too. */
  private static final Logger OF_HANDLERS =
      Logger.getLogger("io.netty.channel.AbstractChannelHandlerContext");

  private CallersNoise() {}

  static void silence() {
    OF_CONNECTIONS.forEach(logger -> logger.setLevel(Level.OFF));
    OF_HANDLERS.setFilter(line -> !line.getMessage().startsWith("Failed to mark a promise"));
  }
}
