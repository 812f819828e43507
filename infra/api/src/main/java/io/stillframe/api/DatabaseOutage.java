package io.stillframe.api;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away for now from a fault of ours. */
final class DatabaseOutage {
  /** SQLSTATE classes: connection exception, insufficient resources, operator intervention. */
  private static final Set<String> OUTAGES = Set.of("08", "53", "57");

  /**
   * One that has handed over to another and is read only, a transaction that it ended because it
   * stood idle, and those that lost against others.
   */
  private static final Set<String> PASSING = Set.of("25006", "25P03", "40001", "40P01");

  /** What the system says, in an exception of no type of its own. */
  private static final Set<String> LOST = Set.of("Connection reset by peer", "Broken pipe");

  private DatabaseOutage() {}

  static boolean isCauseOf(Throwable failure) {
    return Stream.<@Nullable Throwable>iterate(
            failure, each -> each != null, each -> each == null ? null : each.getCause())
        .limit(20)
        .anyMatch(DatabaseOutage::isOutage);
  }

  private static boolean isOutage(@Nullable Throwable failure) {
    return switch (failure) {
      case DatabaseException e -> isOutage(e.getSqlState());
      case SQLException e -> isOutage(e.getSQLState());
      case SocketException e -> true;
      case UnknownHostException e -> true;
      case ClosedChannelException e -> true;
      case ClosedConnectionException e -> true;
      case EOFException e -> true;
      case TimeoutException e -> true;
      case ConnectionPoolTooBusyException e -> true;
      // What the pool says when no connection came in time, and a connection that ended in the
      // midst of a transaction: they have no types of their own.
      case NoStackTraceThrowable e ->
          "Timeout".equals(e.getMessage())
              || String.valueOf(e.getMessage()).startsWith("Connection is not active");
      // A socket that the other side has closed, when it is written to.
      case IOException e -> LOST.contains(String.valueOf(e.getMessage()));
      case null, default -> false;
    };
  }

  private static boolean isOutage(@Nullable String sqlState) {
    return sqlState != null
        && sqlState.length() == 5
        && (PASSING.contains(sqlState) || OUTAGES.contains(sqlState.substring(0, 2)));
  }
}
