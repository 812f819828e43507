package io.stillframe.gateway;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;

/**
 * Who is connected: not too many, and nobody who neither asks for something nor goes, however many
 * bytes of a request's head come meanwhile.
 */
final class Visitors {
  private final int most;
  private final Duration first;
  private final Duration next;
  private final Map<HttpConnection, Visit> visits = new ConcurrentHashMap<>();

  /**
   * @param most connections at once; one more takes the place of whoever has asked for nothing the
   *     longest, or finds none
   * @param first in which the head of a connection's first request must have come
   * @param next in which that of another must have come after an answer
   */
  Visitors(int most, Duration first, Duration next) {
    this.most = most;
    this.first = first;
    this.next = next;
  }

  void admit(HttpConnection connection) {
    if (visits.size() >= most) {
      Optional<HttpConnection> quietest = quietest();
      if (quietest.isEmpty()) {
        end(connection);
        return;
      }
      visits.remove(quietest.get());
      end(quietest.get());
    }
    visits.put(connection, new Visit());
    connection.closeHandler(closed -> visits.remove(connection));
  }

  private Optional<HttpConnection> quietest() {
    return visits.entrySet().stream()
        .filter(each -> each.getValue().asking.get() == 0)
        .min(Comparator.comparingLong(each -> each.getValue().quietSince))
        .map(Map.Entry::getKey);
  }

  void asks(HttpConnection connection) {
    Visit visit = visits.get(connection);
    if (visit != null) {
      visit.asking.incrementAndGet();
      visit.asked = true;
    }
  }

  void answered(HttpConnection connection) {
    Visit visit = visits.get(connection);
    if (visit != null) {
      visit.quietSince = System.nanoTime();
      visit.asking.decrementAndGet();
    }
  }

  /** Closes the connections of those whose time is up. */
  void sweep() {
    long now = System.nanoTime();
    visits.forEach(
        (connection, visit) -> {
          Duration limit = visit.asked ? next : first;
          if (visit.asking.get() == 0 && now - visit.quietSince > limit.toNanos()) {
            end(connection);
          }
        });
  }

  /** Ends it now; Vert.x would wait until a caller who reads nothing has read what he was sent. */
  private static void end(HttpConnection connection) {
    ChannelHandlerContext first = Pipelines.of(connection).firstContext();
    if (first != null) {
      var unused = first.close();
    }
  }

  private static final class Visit {
    private final AtomicInteger asking = new AtomicInteger();
    private volatile boolean asked;
    private volatile long quietSince = System.nanoTime();
  }
}
