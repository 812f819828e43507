package io.stillframe.gateway;

import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What libraries log of connections that end before their answer. Callers can have it said as often
 * as they like (3,000 of them wrote 8 MB), and it names none of them. That a service could not be
 * reached, or ended a connection before it answered, {@link Unavailability} tells the caller.
 */
final class CallersNoise {
  private static final List<String> SAYINGS =
      List.of(
          "Stream reset",
          "Connection was closed",
          "Connection reset",
          "Broken pipe",
          "Failed to mark a promise");

  /** Kept, because a logger that nobody holds forgets its filter. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("io.vertx.core.http.impl.HttpClientRequestImpl"),
          Logger.getLogger("io.vertx.core.net.impl.ConnectionBase"),
          Logger.getLogger("io.netty.channel.AbstractChannelHandlerContext"));

  private CallersNoise() {}

  static void silence() {
    LOGGERS.forEach(logger -> logger.setFilter(CallersNoise::isNews));
  }

  private static boolean isNews(LogRecord line) {
    String message = line.getMessage();
    return message == null || SAYINGS.stream().noneMatch(message::startsWith);
  }
}
