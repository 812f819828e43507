package io.stillframe.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

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
   * @param most connections at once; one more is closed
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
      connection.close();
      return;
    }
    visits.put(connection, new Visit());
    connection.closeHandler(closed -> visits.remove(connection));
  }

  void asks(HttpConnection connection) {
    Visit visit = visits.get(connection);
    if (visit != null) {
      visit.asking.incrementAndGet();
      visit.asked = true;
    }
  }

  void isAnswered(HttpConnection connection) {
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
            connection.close();
          }
        });
  }

  private static final class Visit {
    private final AtomicInteger asking = new AtomicInteger();
    private volatile boolean asked;
    private volatile long quietSince = System.nanoTime();
  }
}
